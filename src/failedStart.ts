import { DialogError } from './conversation/yaml.ts';
import { missingText } from './missing.ts';
import { reasonOf } from './reason.ts';
import { StartError } from './startError.ts';
import { StorageFailure } from './storage/failure.ts';

/**
 * What is printed of the error that ends a start: its sentence where it is told on purpose, or by the system, such as a file that
 * may not be read, and what to do where something of the bot is missing. Any other is a bug, and comes with its place.
 */
export function failureText(error: unknown): string {
  const missing = missingText(error);
  if (missing !== null) return missing;
  const isTold =
    error instanceof StartError || error instanceof DialogError || error instanceof StorageFailure;
  const isSystems = error instanceof Error && 'syscall' in error;
  return error instanceof Error && !isTold && !isSystems ? (error.stack ?? reasonOf(error)) : reasonOf(error);
}
