/**
 * Loaded before a measured server (`node --import`), so that it tells its own use of the processor and of memory
 * when it is asked, whatever it is.
 */
export type Usage = {
  /** Processor time of all its threads since it began, in microseconds. */
  readonly cpu: number;
  /** Processor time of the thread that holds the talks since then, in microseconds. */
  readonly main: number;
  /** Resident memory, in bytes. */
  readonly resident: number;
  /** What of it JavaScript's objects take, those that are garbage already included, in bytes. */
  readonly heap: number;
};

const sum = ({ user, system }: NodeJS.CpuUsage) => user + system;

process.on('message', () => {
  process.send?.({
    cpu: sum(process.cpuUsage()),
    main: sum(process.threadCpuUsage()),
    resident: process.memoryUsage.rss(),
    heap: process.memoryUsage().heapUsed,
  } satisfies Usage);
});
process.channel?.unref();
