/** Why an environment could not be seeded, in a sentence or two that say what to do. */
export class SeedError extends Error {
  override name = 'SeedError';
}
