import type { Imported } from './import-rows.ts';

/** What came of an import: rows that were rejected, and what was odd about others, by line. */
export function Findings({ imported }: { imported: Imported }) {
  const { written, replaced, rejected, warnings, addedBots } = imported;
  return (
    <div class="findings" role="status">
      <p class="note">
        <strong>{written}</strong> {written === 1 ? 'session' : 'sessions'} written
        {replaced > 0 ? `, ${replaced} of them in place of one with the same id` : ''}.
        {addedBots.length > 0 ? ` Bots added: ${addedBots.join(', ')}.` : ''}
      </p>
      {rejected.length > 0 && (
        <>
          <h3>Rejected rows</h3>
          <table class="table rejected">
            <thead>
              <tr>
                <th>Line</th>
                <th>Row</th>
                <th>Reason</th>
                <th>Rows</th>
              </tr>
            </thead>
            <tbody>
              {rejected.map(({ index, line, reason, count, sessionId }) => (
                <tr key={`${index} ${reason}`}>
                  <td>{line ?? 1}</td>
                  <td>
                    {index} <small>{sessionId}</small>
                  </td>
                  <td>{reason}</td>
                  <td>{count ?? 1}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {warnings.length > 0 && (
        <>
          <h3>Taken, though odd</h3>
          <table class="table warnings">
            <thead>
              <tr>
                <th>First row</th>
                <th>What</th>
                <th>Rows</th>
              </tr>
            </thead>
            <tbody>
              {warnings.map(({ code, detail, count, firstIndex }) => (
                <tr key={code + detail}>
                  <td>{firstIndex}</td>
                  <td>
                    <code>{code}</code> {detail}
                  </td>
                  <td>{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}
