/** Chinese for what the audit record writes down; an act that has no words yet is shown as it was written. */
const acts: Readonly<Record<string, string>> = {}

const subjects: Readonly<Record<string, string>> = { letter: '来信', person: '人员', session: '登录', staff: '人员' }

export const actWord = (act: string): string => acts[act] ?? act

export const subjectWord = (kind: string): string => subjects[kind] ?? kind
