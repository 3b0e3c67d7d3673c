/** Bun imports a stylesheet as its text when asked to `with { type: "text" }`. */
declare module "*.css" {
  const text: string;
  export default text;
}
