import { Failure } from '../../errors.ts';
import { signIn } from '../account/login.ts';
import { allChecks, examine } from '../doctor/examine.ts';
import { describeFinding, type Finding } from '../doctor/finding.ts';
import type { Command } from './command-line.ts';

/** Looks at the account before a first deployment, and says what to do. It changes nothing. */
export const doctor: Command = async (line, { print, resolveNs }) => {
  const login = await signIn(line);
  const { name } = line.environment;
  const findings: Finding[] = [
    { level: 'ok', subject: 'credentials', says: `account ${login.account}, region ${login.region}.` },
    ...(await examine({ login, environment: line.environment, resolveNs }, allChecks)),
  ];
  for (const finding of findings) print(describeFinding(finding));
  const problems = findings.filter(({ level }) => level === 'problem');
  if (problems.length === 0) return;
  throw new Failure(
    `${name} cannot be deployed as things are: see the ${problems.length === 1 ? 'line' : `${problems.length} lines`} above that ${problems.length === 1 ? 'begins' : 'begin'} with "problem".`,
  );
};
