/** What makes an article public, with the glossary's terms marked in it: articles know nothing of the glossary. */
import type { Press } from './articles/publish.ts'
import type { Config } from './core/config.ts'
import { markTerms } from './glossary/mark-terms.ts'

export const pressOf = (config: Config): Press => ({ config, markTerms })
