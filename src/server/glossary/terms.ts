/** All terms of the glossary, and the words that look like a term inside another word. */
import type { Term } from '#contract/glossary.ts'
import { accountTerms } from './terms-accounts.ts'
import { businessTerms } from './terms-business.ts'
import { methodTerms } from './terms-methods.ts'
import { peopleTerms } from './terms-people.ts'
import { priceTerms } from './terms-prices.ts'

// the order of their names as a Chinese dictionary has them, the same on every machine
const byName = new Intl.Collator('zh-Hans-CN-u-co-pinyin')

export const terms: readonly Term[] = [
  ...priceTerms,
  ...accountTerms,
  ...peopleTerms,
  ...businessTerms,
  ...methodTerms
].toSorted((a, b) => byName.compare(a.name, b.name))

/** Chinese is written without gaps: in these words a term stands by accident and is not meant. */
export const lookalikes: readonly string[] = (
  '实现价 体现价 发现价 兑现价 出现价 变现价 展现价 货物价 实物价 作物价 药物价 建筑物价 同比例 不同比 循环比 水平减 公平减 ' +
  '物价格 物价值 房价格 房价值 常住户口 居住户口 同样本 一样本 法规上 新规上 常规上 违规上 期限上 权限上 年限上 界限上 上限上 增加值班'
).split(' ')
