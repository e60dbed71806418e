/** Chinese for what the audit record writes down; an act that has no words yet is shown as it was written. */
const acts: Readonly<Record<string, string>> = {
  'letter.received': '收到来信',
  'letter.registered': '登记来信',
  'letter.answerSent': '记下答复已告知',
  'letters.mapped': '改导入的对应',
  'letters.imported': '导入来信',
  'letters.exported': '导出台账',
  'letters.soughtByContact': '按联系方式查来信',
  'view.added': '存视图',
  'view.changed': '改视图',
  'view.removed': '删视图',
  'view.ordered': '排视图',
  'letter.assign': '分办来信',
  'letter.draft': '存答复稿',
  'letter.submit': '送签发',
  'letter.return': '退回答复稿',
  'letter.sign': '签发答复',
  'attachment.received': '收到附件',
  'attachment.kept': '附件通过检查',
  'attachment.refused': '附件没通过检查',
  'publication.proposed': '存选登稿',
  'publication.approved': '批准选登公开',
  'publication.withdrawn': '撤下选登公开',
  'knowledge.kept': '存问答',
  'knowledge.approved': '批准问答公开',
  'knowledge.confirmed': '核对问答，仍然对',
  'knowledge.withdrawn': '撤下问答',
  'session.start': '登录',
  'session.end': '退出，或结束一处登录',
  'session.refuse': '登录没通过',
  'letter.dueMoved': '期限随工作日历变动',
  'letter.pause': '暂停计时',
  'letter.resume': '恢复计时',
  'letter.pauseEnded': '暂停期满，恢复计时',
  'letter.contactErased': '删除联系方式',
  'calendar.changed': '改工作日历',
  'notices.on': '打开通知',
  'notices.off': '关掉通知',
  'notices.template': '改通知的文字',
  'person.add': '加人员',
  'person.reset': '重置密码',
  'person.setPassword': '换自己的密码',
  'person.enrolSecondFactor': '绑定验证器',
  'office.add': '加科室'
}

const subjects: Readonly<Record<string, string>> = {
  letter: '来信',
  letters: '来信台账',
  attachment: '附件',
  calendar: '工作日历',
  entry: '问答',
  notices: '通知',
  office: '科室',
  person: '人员',
  session: '登录'
}

export const actWord = (act: string): string => acts[act] ?? act

export const subjectWord = (kind: string): string => subjects[kind] ?? kind
