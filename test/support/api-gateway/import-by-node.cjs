/** Vite reads no CommonJS, so this `import` stays Node's. */
module.exports.importByNode = (url) => import(url);
