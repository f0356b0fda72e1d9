import type { FaultPlan, FaultRule } from '../../domain/faults.ts';

/** Rules as the table keeps them: their bodies are any JSON, and not every JSON number is one of DynamoDB's. */
export interface StoredFaults {
  generation: string;
  /** JSON. */
  rules: string;
}

export function toStoredFaults(plan: FaultPlan | null): StoredFaults | null {
  return plan && { generation: plan.generation, rules: JSON.stringify(plan.rules) };
}

export function toFaultPlan(stored: StoredFaults | null | undefined): FaultPlan | null {
  return stored ? { generation: stored.generation, rules: JSON.parse(stored.rules) as FaultRule[] } : null;
}
