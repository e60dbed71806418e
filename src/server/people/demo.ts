/** The demo's bureau: offices and staff of a city that doesn't exist, so that every role can be tried. */
import type { Role } from '#contract/people.ts'

/** An office of the demo; `key` is how demo people and demo letters name it. */
export interface DemoOffice {
  readonly key: string
  readonly name: string
}

/** A member of the demo's staff; `officeKey` is null for those who stand above the offices. */
export interface DemoPerson {
  readonly account: string
  readonly name: string
  readonly officeKey: string | null
  readonly roles: readonly Role[]
}

/** Six offices in the order in which lists show them. */
export const demoOffices: readonly DemoOffice[] = [
  { key: 'registry', name: '办公室' },
  { key: 'accounts', name: '综合核算科' },
  { key: 'prices', name: '价格统计科' },
  { key: 'households', name: '住户调查科' },
  { key: 'industry', name: '工业能源统计科' },
  { key: 'census', name: '普查与执法科' }
]

/**
 * Every office that answers letters has a handler. The census office has no head of its own:
 * what it drafts waits for the leader, so that both ways to a signature can be seen.
 */
export const demoPeople: readonly DemoPerson[] = [
  { account: 'clerk', name: '收件甲', officeKey: 'registry', roles: ['registryClerk'] },
  { account: 'deputy', name: '副主任甲', officeKey: 'registry', roles: ['officeHead'] },
  { account: 'registry', name: '主任甲', officeKey: 'registry', roles: ['registryHead'] },
  { account: 'secrecy', name: '保密甲', officeKey: 'registry', roles: ['secrecyReviewer'] },
  { account: 'door', name: '接待甲', officeKey: 'registry', roles: ['doorStaff'] },
  { account: 'handler.accounts', name: '经办甲', officeKey: 'accounts', roles: ['handler'] },
  { account: 'head.accounts', name: '科长甲', officeKey: 'accounts', roles: ['officeHead'] },
  { account: 'handler.prices', name: '经办乙', officeKey: 'prices', roles: ['handler'] },
  { account: 'head.prices', name: '科长乙', officeKey: 'prices', roles: ['officeHead'] },
  { account: 'handler.households', name: '经办丙', officeKey: 'households', roles: ['handler'] },
  { account: 'head.households', name: '科长丙', officeKey: 'households', roles: ['officeHead'] },
  { account: 'handler.industry', name: '经办丁', officeKey: 'industry', roles: ['handler'] },
  { account: 'head.industry', name: '科长丁', officeKey: 'industry', roles: ['officeHead'] },
  { account: 'handler.census', name: '经办戊', officeKey: 'census', roles: ['handler', 'enforcementOfficer'] },
  { account: 'leader', name: '局长甲', officeKey: null, roles: ['leader'] },
  { account: 'admin', name: '管理甲', officeKey: null, roles: ['administrator'] },
  { account: 'auditor', name: '审计甲', officeKey: null, roles: ['auditor'] }
]
