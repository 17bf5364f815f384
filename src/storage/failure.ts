/** A storage could not be read or written; whoever asked should ask again, as nothing is known to be saved. */
export class StorageFailure extends Error {
  override name = 'StorageFailure';
}
