// Written by `npm run docs`: a function that loads little does not load package.json.

export const version = '0.1.0';
export const license = 'Apache-2.0';
