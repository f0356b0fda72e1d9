/** What a row may hold: of each member what it takes, and what stands for it where it is left out. */
const rules: readonly (readonly [member: string, takes: string, otherwise: string])[] = [
  ['sessionId', '1 to 64 letters, digits, - or _; the vendor’s have 24 hex digits', 'needed'],
  ['botId', 'a bot of the account', 'needed'],
  ['userId', 'up to 256 characters; the vendor’s are u- and a UUID', 'needed'],
  ['start_time', 'an ISO time with Z', 'needed'],
  ['end_time', 'an ISO time with Z, not before start_time', 'start_time'],
  ['containmentType', 'dropOff, selfService, agent: what it is once closed', 'selfService'],
  ['sessionStatus', 'active or closed, fixed', 'active until end_time, by the clock'],
  ['sessionType', 'interactive, non-interactive', 'interactive'],
  ['channel', 'up to 64 characters', 'rtm'],
  ['session_lang', 'up to 20 languages', '["en"]'],
  ['isDeveloper', 'true, false, 1, 0', 'false'],
  ['tags', '{"userTags": [...], "sessionTags": [...]}, each {"value", "name", "altText"}', 'empty'],
  ['noOfMessagesExchanged', 'a whole number from 0', '0'],
  ['noOfTasksExecuted', 'a whole number from 0', '0'],
  ['callId', 'the emulator’s own: what the parameter callId matches; never returned', 'none'],
  ['identities', 'the emulator’s own: other ids of the user, which userId matches too', 'none'],
];

export function FieldRules() {
  return (
    <details>
      <summary>Rules of the fields</summary>
      <div class="scroll">
        <table class="table">
          <thead>
            <tr>
              <th>Field</th>
              <th>Takes</th>
              <th>Left out</th>
            </tr>
          </thead>
          <tbody>
            {rules.map(([member, takes, otherwise]) => (
              <tr key={member}>
                <td>
                  <code>{member}</code>
                </td>
                <td>{takes}</td>
                <td>{otherwise}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
