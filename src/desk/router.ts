/** The desk's pages and menu: the file that knows every capability. */
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw } from 'vue-router'
import type { Permission } from '#contract/people.ts'
import { ProblemError } from '#ui/failures.ts'
import { articlesMenu } from './articles/menu.ts'
import { auditMenu } from './audit/menu.ts'
import { calendarMenu } from './calendar/menu.ts'
import type { MenuGroup } from './core/menu.ts'
import { setPageTitle } from './core/page-title.ts'
import { useSession } from './core/session.ts'
import { lettersMenu } from './letters/menu.ts'
import { noticesMenu } from './notices/menu.ts'
import { isDoorKept } from './open-days/door-vault.ts'
import { openDaysMenu } from './open-days/menu.ts'
import { peopleMenu } from './people/menu.ts'
import { readingPlacesMenu } from './reading-places/menu.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    /** who may come: anybody, people whose account is not finished yet, or (default) people at work */
    open?: 'to-all' | 'to-unfinished'
    permission?: Permission
  }
}

export const menu: readonly MenuGroup[] = [
  { title: '来信', entries: lettersMenu },
  { title: '发布', entries: articlesMenu },
  { title: '接待', entries: [...openDaysMenu, ...readingPlacesMenu] },
  { title: '管理', entries: [...peopleMenu, ...noticesMenu, ...calendarMenu, ...auditMenu] }
]

/** Whether the browser loaded the door's page, and none of the desk's others: its policy and its service worker come with it. */
const loadedAsDoor = /^\/desk\/door\/?$/.test(window.location.pathname)

/** The door is loaded, not only shown: reading codes needs a policy that the rest of the desk does without. */
function asPageOfItsOwn(): boolean {
  if (loadedAsDoor) return true
  window.location.assign('/desk/door')
  return false
}

export const router = createRouter({
  history: createWebHistory('/desk/'),
  routes: [
    { path: '/', name: 'home', component: () => import('./core/NothingHere.vue'), meta: { title: '工作台' } },
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./people/SignIn.vue'),
      meta: { title: '登录', open: 'to-all' }
    },
    {
      path: '/own-password',
      name: 'own-password',
      component: () => import('./people/OwnPassword.vue'),
      meta: { title: '设自己的密码', open: 'to-unfinished' }
    },
    {
      path: '/authenticator',
      name: 'authenticator',
      component: () => import('./people/OwnAuthenticator.vue'),
      meta: { title: '绑定验证器', open: 'to-unfinished' }
    },
    {
      path: '/letters/:id?',
      name: 'letters',
      component: () => import('./letters/LetterDesk.vue'),
      meta: { title: '来信', permission: 'letters:read' }
    },
    {
      path: '/print/letters/:id',
      name: 'print-letter',
      component: () => import('./letters/PrintLetter.vue'),
      meta: { title: '打印来信', permission: 'letters:read' }
    },
    {
      path: '/print/letters',
      name: 'print-letters',
      component: () => import('./letters/PrintLetters.vue'),
      meta: { title: '打印清单', permission: 'letters:read' }
    },
    {
      path: '/register',
      name: 'register',
      component: () => import('./letters/RegisterLetter.vue'),
      meta: { title: '登记来信', permission: 'letters:assign' }
    },
    {
      path: '/import',
      name: 'import',
      component: () => import('./letters/ImportLetters.vue'),
      meta: { title: '导入来信', permission: 'letters:assign' }
    },
    {
      path: '/reviews/:id?',
      name: 'reviews',
      component: () => import('./letters/ReviewDesk.vue'),
      meta: { title: '差评复核', permission: 'letters:review' }
    },
    {
      path: '/alerts',
      name: 'alerts',
      component: () => import('./letters/ReadAlerts.vue'),
      meta: { title: '提醒', permission: 'letters:read' }
    },
    {
      path: '/words',
      name: 'words',
      component: () => import('./letters/ManageWords.vue'),
      meta: { title: '敏感词', permission: 'letters:moderate' }
    },
    {
      path: '/contributions/:id?',
      name: 'contributions',
      component: () => import('./letters/ContributionDesk.vue'),
      meta: { title: '协办和征求意见', permission: 'letters:read' }
    },
    {
      path: '/departments',
      name: 'departments',
      component: () => import('./letters/ManageDepartments.vue'),
      meta: { title: '转办名录', permission: 'departments:manage' }
    },
    {
      path: '/texts',
      name: 'texts',
      component: () => import('./letters/ManageTexts.vue'),
      meta: { title: '常用语', permission: 'letters:draft' }
    },
    {
      path: '/knowledge/:id?',
      name: 'knowledge',
      component: () => import('./letters/ReadKnowledge.vue'),
      meta: { title: '问答', permission: 'knowledge:keep' }
    },
    {
      path: '/articles/:id?',
      name: 'articles',
      component: () => import('./articles/ArticleDesk.vue'),
      meta: { title: '发布', permission: 'articles:read' }
    },
    {
      path: '/columns',
      name: 'columns',
      component: () => import('./articles/ManageColumns.vue'),
      meta: { title: '栏目', permission: 'columns:manage' }
    },
    {
      path: '/open-days',
      name: 'open-days',
      component: () => import('./open-days/OpenDayDesk.vue'),
      meta: { title: '开放日', permission: 'openDays:read' }
    },
    {
      path: '/open-days/new',
      name: 'new-open-day',
      component: () => import('./open-days/NewOpenDay.vue'),
      meta: { title: '写一个开放日', permission: 'openDays:write' }
    },
    {
      path: '/open-days/:id',
      name: 'open-day',
      component: () => import('./open-days/OpenDayPage.vue'),
      props: true,
      meta: { title: '开放日', permission: 'openDays:read' }
    },
    {
      path: '/door',
      name: 'door',
      component: () => import('./open-days/DoorPage.vue'),
      meta: { title: '门口验票', permission: 'openDays:admit' },
      beforeEnter: asPageOfItsOwn
    },
    {
      path: '/reading-places',
      name: 'reading-places',
      component: () => import('./reading-places/ReadingPlaceDesk.vue'),
      meta: { title: '查阅场所', permission: 'readingPlaces:log' }
    },
    {
      path: '/reading-places/new',
      name: 'new-reading-place',
      component: () => import('./reading-places/WriteReadingPlace.vue'),
      meta: { title: '加一个查阅场所', permission: 'readingPlaces:write' }
    },
    {
      path: '/reading-places/:id',
      name: 'reading-place',
      component: () => import('./reading-places/WriteReadingPlace.vue'),
      props: true,
      meta: { title: '改查阅场所', permission: 'readingPlaces:write' }
    },
    {
      path: '/people',
      name: 'people',
      component: () => import('./people/ManagePeople.vue'),
      meta: { title: '人员', permission: 'people:manage' }
    },
    {
      path: '/notices',
      name: 'notices',
      component: () => import('./notices/ManageNotices.vue'),
      meta: { title: '通知', permission: 'notices:write' }
    },
    {
      path: '/calendar/:year(20\\d{2})?',
      name: 'calendar',
      component: () => import('./calendar/ManageCalendar.vue'),
      props: ({ params }) => (params['year'] ? { year: Number(params['year']) } : {}),
      meta: { title: '工作日历', permission: 'calendar:manage' }
    },
    {
      path: '/audit',
      name: 'audit',
      component: () => import('./audit/ReadAudit.vue'),
      meta: { title: '操作记录', permission: 'audit:read' }
    },
    {
      path: '/account',
      name: 'account',
      component: () => import('./people/MyAccount.vue'),
      meta: { title: '我的账号' }
    },
    {
      path: '/:rest(.*)*',
      name: 'nothing',
      component: () => import('./core/NothingHere.vue'),
      meta: { title: '没有这一页' }
    }
  ]
})

/** Where a person's work begins. */
function firstPage(): RouteLocationRaw {
  const session = useSession()
  if (session.may('letters:read')) return { name: 'letters' }
  if (session.may('articles:read')) return { name: 'articles', query: { tab: 'mine' } }
  if (session.may('openDays:read')) return { name: 'open-days' }
  if (session.may('openDays:admit')) return { name: 'door' }
  if (session.may('people:manage')) return { name: 'people' }
  if (session.may('audit:read')) return { name: 'audit' }
  return { name: 'account' }
}

/** An unfinished account can do nothing but finish itself. */
function unfinishedPage(): 'own-password' | 'authenticator' | undefined {
  const { current } = useSession()
  if (current?.mustSetPassword) return 'own-password'
  if (current?.mustEnrolSecondFactor) return 'authenticator'
  return undefined
}

/** How long the door waits for the server before it opens with what it keeps. */
const patienceMs = 3000

/**
 * Whether the door opens without knowing who is signed in: it keeps a list, and the server can't be reached. The question
 * goes on meanwhile; when its answer is that nobody is signed in, the list goes and the sign-in page comes up.
 */
async function opensUnasked(to: RouteLocationNormalized): Promise<boolean> {
  const session = useSession()
  if (to.name !== 'door' || session.standing !== 'unknown' || !isDoorKept()) return false
  const asked = session.know().then(
    () => false,
    (error: unknown) => !(error instanceof ProblemError)
  )
  const late = new Promise<boolean>((resolve) => {
    window.setTimeout(() => resolve(true), patienceMs)
  })
  return await Promise.race([asked, late])
}

async function gate(to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  if (to.meta.open === 'to-all') return true
  if (await opensUnasked(to)) return true
  const session = useSession()
  await session.know()
  const back = typeof to.query['back'] === 'string' ? to.query['back'] : to.fullPath
  if (session.standing !== 'signed-in') return { name: 'sign-in', query: { back } }
  const unfinished = unfinishedPage()
  if (unfinished !== undefined) return to.name === unfinished ? true : { name: unfinished, query: { back } }
  if (to.name === 'home' || to.meta.open === 'to-unfinished') return firstPage()
  if (to.meta.permission !== undefined && !session.may(to.meta.permission)) return firstPage()
  return true
}

router.beforeEach(gate)
router.afterEach((to) => setPageTitle(to.meta.title))
