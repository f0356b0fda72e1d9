import { describe } from '../choice.ts';
import { type Finding, same } from '../finding.ts';
import { checkName, noteError, type ProbeGroup, type Probing } from '../run-context.ts';
import type { MessageSample } from '../sample.ts';
import { isForScope, messagesWithin } from '../take-messages.ts';

type OfMessages = (probing: Probing, messages: MessageSample) => Promise<Finding[]>;

/** Probes that work with messages, which nobody asks for where the app may not, or where there are none. */
export function messageGroup(name: string, run: OfMessages): ProbeGroup {
  return {
    name,
    unmet: (probing) => {
      const { messages } = probing.sample;
      return 'why' in messages ? { why: messages.why, findings: scope(probing) } : undefined;
    },
    run: async (probing) => {
      const { messages } = probing.sample;
      return 'why' in messages ? [] : run(probing, messages);
    },
    isSound: async ({ ask, sample: { messages } }) => {
      if ('why' in messages) return true;
      const check = await ask(checkName, messagesWithin(messages));
      return check.kind === 'answered' && check.total === messages.total;
    },
  };
}

/** An app without the scope is refused; one that has it cannot tell how. */
function scope(probing: Probing): Finding[] {
  const { messages } = probing.sample;
  const refused = 'why' in messages ? messages.refused : undefined;
  if (!refused || !isForScope(refused.status)) return [];
  noteError(probing, 'scopeNotGranted', 'messages.scope', refused);
  return [same('messages.scope', describe(refused))];
}
