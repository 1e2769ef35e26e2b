export { FakeClock, settle } from "../../src/simulator/transport/fake-clock.ts";
