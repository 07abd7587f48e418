/**
 * What must happen when this process is told to end (Ctrl-C, SIGTERM, hang-up):
 * child groups are killed, the terminal is put right. Then the process ends by
 * the same signal, as its parent expects.
 */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const cleanups = new Set<() => void>();

/** Has `cleanup` run before an interrupt ends the process; returns what takes it back. */
export function onInterrupt(cleanup: () => void): () => void {
  if (cleanups.size === 0) for (const signal of SIGNALS) process.on(signal, interrupted);
  cleanups.add(cleanup);
  return () => {
    if (cleanups.delete(cleanup) && cleanups.size === 0) stopListening();
  };
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, interrupted);
}

function interrupted(signal: NodeJS.Signals): void {
  // What was begun last ends first: a program before the directory that it writes to.
  for (const cleanup of [...cleanups].reverse()) {
    try {
      cleanup();
    } catch {
      // One that fails must not keep the others from running, nor the process alive.
    }
  }
  cleanups.clear();
  stopListening();
  process.kill(process.pid, signal);
}
