/**
 * Loaded before a measured server (`node --import`), so that it tells its own use of the processor and of memory
 * when it is asked, whatever it is.
 */
export type Usage = {
  /** Processor time of all its threads since it began, in microseconds. */
  readonly cpu: number;
  /** … of the thread that holds the talks. */
  readonly main: number;
  /** Resident memory, in bytes. */
  readonly resident: number;
};

const sum = ({ user, system }: NodeJS.CpuUsage) => user + system;

process.on('message', () => {
  process.send?.({
    cpu: sum(process.cpuUsage()),
    main: sum(process.threadCpuUsage()),
    resident: process.memoryUsage.rss(),
  } satisfies Usage);
});
process.channel?.unref();
