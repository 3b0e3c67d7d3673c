/** Opens a line of the relay: a speaker's, or a listener's that gets what speakers send from now on. */
export async function openLine(role: "speaker" | "listener"): Promise<WebSocket> {
  const line = new WebSocket(`ws://${location.host}/${role}`);
  line.binaryType = "arraybuffer";
  await new Promise((resolve, reject) => {
    line.onopen = resolve;
    line.onerror = reject;
  });
  return line;
}
