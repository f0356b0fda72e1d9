/**
 * Lambda refuses a response over 6 MB (6,291,556 bytes), counted with the body escaped inside a JSON
 * document; the rest is room for status and headers. (AWS: Lambda quotas.)
 */
export const safeResponseBytes = 6_000_000;
