/** All routes joined. The screens import the type only (0 bytes); the server registers each of them. */
import { auditRoutes } from './audit.ts'
import { homeRoutes } from './home.ts'
import { letterRoutes } from './letters.ts'
import { peopleRoutes } from './people.ts'

export const routes = { ...homeRoutes, ...letterRoutes, ...peopleRoutes, ...auditRoutes }
export type Routes = typeof routes
export type RouteName = keyof Routes
