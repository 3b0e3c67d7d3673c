/** The promise's own result, or `otherwise` when it takes longer than that. */
export function withTimeLimit<T>(promise: Promise<T>, limit_ms: number, otherwise: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      try {
        resolve(otherwise());
      } catch (error) {
        reject(error);
      }
    }, limit_ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
