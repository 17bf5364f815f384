import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/freePort.ts';
import { newFolder } from '../folders.ts';

/** A storage's server, run for a test. */
export type Server = { readonly port: number; readonly process: ChildProcess; stop(): Promise<void> };

/** A Redis without anything on disk, with a password if one is given. */
export async function startRedis(port?: number, password?: string): Promise<Server> {
  const own = port ?? (await freePort());
  const args = ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return run('redis-server', password === undefined ? args : [...args, '--requirepass', password], own);
}

/** A Redis that has each write on disk in the folder before it answers. */
export async function startLastingRedis(port: number, folder: string): Promise<Server> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  return run('redis-server', [...args, '--appendonly', 'yes', '--appendfsync', 'always'], port);
}

/** The emulator of Azure Blob Storage, with everything in memory. */
export async function startAzurite(): Promise<Server> {
  const port = await freePort();
  const program = resolve('node_modules/azurite/dist/src/blob/main.js');
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--silent', '--disableTelemetry'];
  return run(process.execPath, [program, ...flags, '--blobPort', String(port)], port);
}

/** The connection string of the emulator, whose account and key are public. */
export function azuriteAccount(port: number): string {
  const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};BlobEndpoint=http://127.0.0.1:${port}/devstoreaccount1;`;
}

/** A test that fails stops nothing. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function run(program: string, args: string[], port: number): Promise<Server> {
  const child = spawn(program, args, { cwd: newFolder(), stdio: 'ignore' });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  while (!(await answers(port))) {
    if (failed) throw failed;
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
    await sleep(50);
  }
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return { port, process: child, stop };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
