/** Runs what is asked for under one key one after the other, in the order in which it was asked for, and the first at once. */
export function openOrder(): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const queues = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = queues.get(key);
    const own = before ? before.then(work) : work();
    const end = () => {
      if (queues.get(key) === settled) queues.delete(key);
    };
    const settled = own.then(end, end);
    queues.set(key, settled);
    return own;
  };
}
