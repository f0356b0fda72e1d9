/** @throws Error that names the variable where it is not set */
export function requireVariable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set.`);
}
