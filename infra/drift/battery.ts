import { bodyProbes } from './probes/body.ts';
import { errorProbes } from './probes/errors.ts';
import { messageFilterProbes } from './probes/message-filters.ts';
import { messageProbes } from './probes/messages.ts';
import { pagingProbes } from './probes/paging.ts';
import { queryProbes } from './probes/query.ts';
import { responseProbes } from './probes/response.ts';
import { routeProbes } from './probes/routes.ts';
import { sessionIdProbes } from './probes/session-ids.ts';
import { tagProbes } from './probes/tags.ts';
import { adminProbes, tokenProbes } from './probes/tokens.ts';
import { windowProbes } from './probes/window.ts';
import type { ProbeGroup } from './run-context.ts';

/** All that is asked, in this order: refusals first, because the others are compared with them. */
export const battery: readonly ProbeGroup[] = [
  errorProbes,
  responseProbes,
  windowProbes,
  pagingProbes,
  queryProbes,
  bodyProbes,
  tagProbes,
  sessionIdProbes,
  tokenProbes,
  routeProbes,
  adminProbes,
  messageProbes,
  messageFilterProbes,
];
