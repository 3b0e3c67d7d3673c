export { Device } from "./device.ts";
export { onVirtualClock } from "./on-virtual-clock.ts";
export { PEOPLE, type PersonName } from "./people.ts";
export { post } from "./post.ts";
export { type ServerProcess, startServerProcess } from "./server-process.ts";
export { codeOn, requestCode, signUp, smsTo } from "./sign-up.ts";
export { type Cast, converse, type Person, story } from "./story.ts";
export { startTestServer, type TestServer } from "./test-server.ts";
export { until } from "./until.ts";
