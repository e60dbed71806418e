/**
 * Workers are used again for the next file, so that libraries are loaded once; the project's own modules are not: a
 * stage begins with each file that asks for it.
 */
import { vi } from 'vitest'

vi.resetModules()
