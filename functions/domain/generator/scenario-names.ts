/** The ready scenarios; apart from what they are, so that who only names them loads no more. */
export const scenarioNames = ['demo', 'quiet', 'busy-week', 'ties', 'edges', 'empty'] as const;

export type ScenarioName = (typeof scenarioNames)[number];
