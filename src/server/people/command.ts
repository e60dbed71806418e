/** `wenzheng staff …`: for the first administrator, and for those who are locked out. */
import { Check } from 'typebox/value'
import { AccountName, NewPerson, PersonName, Role, roles } from '#contract/people.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { Problem } from '../core/problems.ts'
import { UsageError } from '../core/usage.ts'
import { addOffice, addPerson, findOffice, findPerson, listOffices, listPeople, resetPerson } from './store.ts'

export interface StaffOptions {
  readonly name?: string | undefined
  readonly role?: readonly string[] | undefined
  readonly office?: string | undefined
  readonly 'make-office'?: boolean | undefined
}

type Say = (line: string) => void

async function list({ db }: Context, say: Say): Promise<boolean> {
  const people = await listPeople(db)
  for (const { account, name, office, roles: held, hasSecondFactor, lastSignInAt } of people) {
    const factor = hasSecondFactor ? '两步验证 2FA' : '-'
    say(
      `  ${account.padEnd(20)} ${name}  ${office?.name ?? '-'}  ${held.join(', ')}  ${factor}  ${lastSignInAt ?? '从未登录 never'}`
    )
  }
  say(`${people.length} 人 people`)
  return true
}

/** The office of this name; made when it is missing and may be, since an installation begins without any. */
async function officeId(trx: Trx, name: string | undefined, mayMake: boolean): Promise<string | null> {
  if (name === undefined) return null
  const found = await findOffice(trx, name)
  if (found) return found.id
  const known = await listOffices(trx)
  if (mayMake) return addOffice(trx, { name, position: known.length })
  const names = known.map((office) => office.name).join(', ') || '尚无科室 none yet'
  throw new Error(`没有这个科室 no such office: ${name} (${names}); 加 --make-office 可新建 to make it`)
}

async function add(context: Context, account: string, options: StaffOptions, say: Say): Promise<boolean> {
  const person = { account, name: options.name ?? '', roles: [...(options.role ?? [])] }
  if (!Check(AccountName, account)) throw new UsageError('账号:2–40 位小写字母、数字、. _ - account: a-z 0-9 . _ -')
  if (!Check(PersonName, person.name)) throw new UsageError('需要 --name 姓名 a name is needed')
  const strange = person.roles.filter((role) => !Check(Role, role))
  if (strange.length > 0 || !Check(NewPerson, person)) throw new UsageError(`--role: ${roles.join(', ')}`)
  try {
    const { password } = await context.db.transaction().execute(async (trx) => {
      const office = await officeId(trx, options.office, options['make-office'] === true)
      return addPerson(trx, { ...person, officeId: office })
    })
    say(
      `已添加 added: ${account}\n密码只显示一次，首次登录须更改 shown once, to be changed at the first sign-in:\n\n  ${password}\n`
    )
    return true
  } catch (error) {
    if (error instanceof Problem && error.slug === 'account-taken')
      throw new Error(`账号已存在 in use: ${account}`, { cause: error })
    if (error instanceof Problem && error.slug === 'invalid')
      throw new UsageError('这些角色需要 --office 科室 these roles need an office', error)
    throw error
  }
}

async function reset(context: Context, account: string, say: Say): Promise<boolean> {
  const person = await findPerson(context.db, { account })
  if (!person) throw new Error(`没有这个账号 no such account: ${account}`)
  const { password } = await context.db
    .transaction()
    .execute((trx) => resetPerson(trx, context.config, { id: person.id }))
  say(`已重设，两步验证已取消，所有登录已结束 reset, second factor removed, sessions ended:\n\n  ${password}\n`)
  return true
}

/** Runs `staff list`, `staff add ACCOUNT` or `staff reset ACCOUNT`. Throws UsageError when the words are wrong, Error when they can't be followed. */
export async function runStaffCommand(
  context: Context,
  words: readonly string[],
  options: StaffOptions,
  say: Say
): Promise<boolean> {
  const [verb, account, ...rest] = words
  if (verb === 'list' && account === undefined) return list(context, say)
  if (rest.length > 0 || account === undefined)
    throw new UsageError('staff list | staff add ACCOUNT | staff reset ACCOUNT')
  if (verb === 'add') return add(context, account, options, say)
  if (verb === 'reset') return reset(context, account, say)
  throw new UsageError(`没有这个命令 no such command: staff ${verb ?? ''}`)
}
