/** What each role is called at the desk, and what it is there for. */
import type { Role } from '#contract/people.ts'

export const roleWords: Readonly<Record<Role, { name: string; does: string }>> = {
  handler: { name: '经办人', does: '办本科室的来信，起草答复' },
  officeHead: { name: '科室负责人', does: '起草和签发本科室的答复' },
  registryClerk: { name: '办公室经办', does: '收信、分给科室' },
  registryHead: { name: '办公室主任', does: '收信、分给科室，管全局的进度' },
  secrecyReviewer: { name: '保密员', does: '公开前做保密审查' },
  leader: { name: '局领导', does: '签发各科室的答复' },
  enforcementOfficer: { name: '执法监督', does: '办违法举报' },
  doorStaff: { name: '门岗', does: '开放日核票，登记来查阅的人' },
  administrator: { name: '系统管理员', does: '管人员和设置，看不到来信' },
  auditor: { name: '审计员', does: '看操作记录，看不到来信' }
}

/** All roles, in the order in which the contract names them. */
export const allRoles = Object.keys(roleWords) as readonly Role[]
