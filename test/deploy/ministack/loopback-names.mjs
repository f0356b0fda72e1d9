import dns from 'node:dns';

/**
 * Makes names that end in `.localhost` mean the loopback address, as RFC 6761 asks of a resolver and as curl
 * and browsers have it; Node asks the system, which may not know them. To be loaded with `--import`.
 */
const { lookup } = dns;

dns.lookup = (hostname, options, callback) =>
  /\.localhost$/i.test(hostname)
    ? lookup('127.0.0.1', options, callback)
    : lookup(hostname, options, callback);
