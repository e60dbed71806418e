/** Words of the screens as typed modules: Chinese comes with the page, English is fetched when it is read. */
import { computed, type ComputedRef, shallowRef } from 'vue'
import { useRoute } from 'vue-router'
import type { Language } from '#contract/pages.ts'
import { languageOf } from './addresses.ts'

export interface WordSet<W> {
  /** fetches what the language needs; must be done before a page is shown */
  load(language: Language): Promise<void>
  in(language: Language): W
}

/** A capability's words; both languages have one type, so a sentence that lacks its translation does not compile. */
export function defineWords<W>(chinese: W, fetchEnglish: () => Promise<W>): WordSet<W> {
  const english = shallowRef<W>()
  const load = async (language: Language) => {
    if (language === 'en') english.value ??= await fetchEnglish()
  }
  return {
    load,
    in(language) {
      if (language === 'zh') return chinese
      // what no page has asked for before it was shown comes a moment later
      if (english.value === undefined) void load(language)
      return english.value ?? chinese
    }
  }
}

/** The words in the language of the page that is open. */
export function useWords<W>(words: WordSet<W>): ComputedRef<W> {
  const route = useRoute()
  return computed(() => words.in(languageOf(route.path)))
}

export function useLanguage(): ComputedRef<Language> {
  const route = useRoute()
  return computed(() => languageOf(route.path))
}
