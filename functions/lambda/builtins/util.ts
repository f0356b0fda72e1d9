// Not the whole module: to copy a module's members looks at them, and of this one that loads much.
export const { promisify } = process.getBuiltinModule('node:util');
