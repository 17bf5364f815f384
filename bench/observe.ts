/**
 * Loaded before a measured server (`node --import`), so that it tells its own use of the processor and of memory
 * when it is asked, whatever it is.
 */
export type Usage = {
  /** Processor time of all its threads since it began, in microseconds. */
  readonly cpu: number;
  /** Resident memory, in bytes. */
  readonly resident: number;
};

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, resident: process.memoryUsage.rss() } satisfies Usage);
});
process.channel?.unref();
