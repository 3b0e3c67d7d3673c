/** Seeds that failed once, and what the bug was. They run with every test, whatever else is changed. */
export const FAILING_SEEDS: Readonly<Record<number, string>> = {
  9: "a conversation with oneself had its number as title only on the device that opened it",
  11: "a conversation that both sides opened was shown only on the device that opened it second",
  68: "a message waited for as long as the phone's clock had been set back",
  78: "a conversation was not listed for its other member: the claim of a dead server lasted 30 seconds",
  293: "a conversation was not shown on a new device, since its newest entries were the ends of talks",
  337: "an acknowledged message stayed in the outbox when the device's log began behind it",
  685: "nobody was told of a message whose write failed after it had taken effect",
};
