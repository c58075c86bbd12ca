/** How long a reply takes, how long of that was typing, and when the customer's patience runs out. */

const PATIENCE = { easy: 150, standard: 90, hard: 50 }; // seconds until the customer nudges
const FIRST = 2; // the first reply has so many times as long: the briefing has to be read
const STILL_TYPING = 4; // seconds without a key after which the customer's waiting counts again
const NUDGES = 3; // so often in a row, then the practice waits for the trainee

/**
 * A clock for one room. `nudge(seconds)` is called when the customer has waited too long, `tick(left, limit)`
 * each second (left null: nobody waits). `held()` says whether time stands still just now.
 */
export function createClock({ difficulty, impatient, nudge, tick, held, signal }) {
  let since = null; // when the customer's last line was shown
  let waited = 0;
  let limit = null;
  let lastKey = 0;
  let typing = 0;
  let nudges = 0;

  const timer = setInterval(() => {
    if (limit === null || held() || document.hidden) return;
    if (performance.now() - lastKey < STILL_TYPING * 1000) return;
    waited += 1;
    tick(Math.max(0, limit - waited), limit);
    if (waited >= limit) {
      nudges += 1;
      nudge(clock.take().seconds);
    }
  }, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));

  const clock = {
    /** The customer has spoken and waits from now on (`waiting` false: they expect nothing). */
    start(waiting, first = false) {
      since = performance.now();
      waited = typing = 0;
      const wanted = waiting && impatient() && nudges < NUDGES;
      limit = wanted ? PATIENCE[difficulty] * (first ? FIRST : 1) : null;
      tick(limit, limit);
    },
    stop() {
      limit = null;
      tick(null, null);
    },
    /** A key was pressed. */
    key() {
      const now = performance.now();
      const gap = (now - lastKey) / 1000;
      if (gap < STILL_TYPING) typing += gap;
      lastKey = now;
      nudges = 0;
    },
    /** What has been measured since `start`, in seconds. */
    take() {
      const seconds = since === null ? 0 : (performance.now() - since) / 1000;
      const round = (value) => Math.round(value * 10) / 10;
      return { seconds: round(seconds), typing: round(Math.min(typing, seconds)) };
    },
  };
  return clock;
}
