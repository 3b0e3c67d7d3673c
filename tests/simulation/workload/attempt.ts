/** Does what may not succeed: the connection is lost, or it is refused; the person tries again another time. */
export function attempt(action: () => Promise<unknown>): void {
  void Promise.resolve()
    .then(action)
    .catch(() => {});
}
