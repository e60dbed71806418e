/** Chinese words for everything that can go wrong: what happened, what to do. */
import type { FailureWords } from './failures.ts'

export const problems: FailureWords['problems'] = {
  'bad-request': { say: '发出去的内容服务器读不懂。', next: '刷新页面再试一次，写好的内容都在。' },
  'bad-text': { say: '内容里有存不了的特殊字符。', next: '删掉从别处粘来的怪符号，再发一次。' },
  'not-signed-in': { say: '还没有登录。', next: '登录后接着办。' },
  'sign-in-failed': { say: '账号、密码或动态码不对。', next: '核对后再输一次。' },
  'one-time-code-needed': { say: '还要一个动态码。', next: '打开手机上的验证器，输入六位数。' },
  'account-unfinished': { say: '账号还没有设好。', next: '先设自己的密码，再绑定验证器。' },
  'csrf-token-wrong': { say: '页面开得太久了。', next: '刷新后再办，写好的内容先复制一份。' },
  'not-permitted': { say: '您的岗位不能办这一步。', next: '请有权限的同事办理。' },
  'not-found': { say: '这里没有内容。', next: '看看地址有没有抄错，或回首页。' },
  'holder-unknown': { say: '编号和查询码对不上。', next: '对着回执再核对一遍，字母不分大小写。' },
  'method-not-allowed': { say: '这个地址不接受这种操作。', next: '刷新页面再试一次。' },
  'not-acceptable': { say: '没有您要的这种格式。', next: '换一种格式再取。' },
  'already-sent': { say: '这一封先前已经发过，内容和现在不一样。', next: '现在的内容留在草稿里，可以另发一封。' },
  'already-registered': { say: '这个来源的这个编号已经登记过。', next: '到原来那一件里办，不用再登记。' },
  'account-taken': { say: '这个账号名有人用了。', next: '换一个账号名。' },
  'changed-meanwhile': { say: '刚才有人改过这一件。', next: '看过新的内容，再办这一步。' },
  'state-forbids': { say: '这一件现在的状态不能办这一步。', next: '刷新后看看到了哪一步。' },
  'same-person': { say: '自己写的稿子不能自己签发或批准。', next: '请另一位有权限的同事办理。' },
  'undecided-findings': { say: '还有疑似个人信息没有处理。', next: '逐处遮去，或写明为什么可以保留。' },
  'second-look-needed': { say: '有须复看的敏感词。', next: '请另一位同事复看并写明理由，再上留言板。' },
  'no-consent': { say: '写信人没有同意公开。', next: '这一件不能选登。' },
  'checks-block': { say: '还有几处没过检查，暂时送不出去。', next: '照检查单逐项改好，再送一次。' },
  'column-unknown': { say: '没有这个栏目，或者它不能放在那里。', next: '刷新后重选一个栏目。' },
  'calendar-contradicts': { say: '日期不在这一年里，或者同一天写了两次。', next: '核对放假通知后再保存。' },
  'merged-already': {
    say: '有一封已经和别的信一起办了。',
    next: '到领头的那封信上办，或者先分开。'
  },
  'not-together': {
    say: '这两封信不能一起答复。',
    next: '纠错只能和纠错一起办；已经上留言板的，只能和同意公开的一起办。'
  },
  'names-a-sender': {
    say: '这份答复要发给几位写信人，里面有其中一位的姓名、电话、邮箱，或某封信的编号。',
    next: '换个不提到谁的说法；改不了，就先把那封信分开办。'
  },
  'department-closed': { say: '这个部门不在转办名录里了。', next: '换一个部门。' },
  'day-too-late': { say: '要求的日子不对。', next: '选今天以后、这封信到期以前的一天。' },
  'slot-full': { say: '剩下的名额不够了。', next: '少报几个人，换一场，或者勾上“愿意候补”。' },
  'slot-closed': { say: '这一场现在不能报名或改动。', next: '看看这一场的报名时间和改动截止时间，或者换一场。' },
  'already-booked': { say: '这个手机号在这一场已经报过名。', next: '到“我的”里找到那一张，人数在那里改。' },
  'invite-wrong': { say: '邀请码不对。', next: '照着邀请再输一遍，或者打活动页上的电话问。' },
  'offer-ended': { say: '这个名额不再给您留着了。', next: '刷新看看现在的情况，可以重新排候补。' },
  'office-closed': { say: '这个科室不再收件。', next: '换一个科室。' },
  'too-large': { say: '内容太大，服务器收不下。', next: '删短一些再发。' },
  'media-type-unknown': { say: '服务器不认识这种内容。', next: '刷新页面再试一次。' },
  'table-unreadable': {
    say: '这个文件读不成一张表。',
    next: '存成 CSV 或 XLSX 再传：第一行是不重复的列名，不超过 10 MB、1 万行。'
  },
  'file-refused': { say: '这个文件收不了。', next: '换成图片、PDF 或 Office 文件，去掉密码，压到 20 MB 以内。' },
  invalid: { say: '有几处要改。', next: '改好标出来的地方，再发一次。' },
  'work-needed': { say: '这会儿来信太多。', next: '手机会自己算一小会儿再发，不用管它。' },
  'too-many': { say: '次数太多了。', next: '过一会儿再试，写好的内容都在。' },
  unexpected: { say: '服务器出了意外。', next: '写好的内容都在，过一会儿再试。' },
  unavailable: { say: '服务器正忙。', next: '写好的内容都在，过一会儿再试。' }
}

export const failures: FailureWords = {
  problems,
  offline: { say: '现在没有网络。', next: '连上网再试，写好的内容都在。' },
  noAnswer: { say: '没连上统计局的服务器。', next: '写好的内容都在，再试一次。' }
}
