/** The words that a text may be made of, and how likely each is: what speaks against a name. The dictionary is jieba's. */
import { nameShare } from './name-letters.ts'

let reading: Promise<Words> | undefined

export interface Words {
  /** The share of a word among all words; 0 for what is none. */
  readonly share: (word: string) => number
  /** Whether it is known to be no person. */
  readonly isOther: (word: string) => boolean
}

/** Longer words are made of shorter ones; rarer ones are mostly names and misprints, and cost memory. */
const longest = 4
const leastOften = 4

/** What the dictionary, which is older than they are, does not know, or what is no person though it looks like one. */
const others = new Set(
  (
    '官网 普查 普查员 直报 网格 网格员 记账 记账户 采价 采价员 辅调员 填报 年报 月报 季报 快报 年鉴 公报 口径 名录 名录库 入户 样本 抽样 调查员 常住 常住地 户籍 增速 增加值 同比 环比 折年率 荣枯线 平均数 中位数 ' +
    '毛利 毛利额 毛利率 应收 应付 应发 实发 计件 单价 金额 税号 费改税 劳务 劳务费 劳务报酬 平台 平板 微信 短信 二维码 网页 网站 网购 直播 快递 外卖 闪退 通勤 房贷 房租 物业费 群主 蓝牌 黄牌 绿牌 童鞋 童装 童车 和谐 ' +
    '马上 方面 方志 何时 何种 何处 别人 周一 周二 周三 周四 周五 周六 周日 周末 年轻时 上级 贵局 贵司 贵处 白天 田间 叶子 花苗 查收 查询 毕业 敬礼 敬上 敬启 敬爱 代填 代写 代问 代报 代收 代笔 陈列室 高质量 高铁 高校 高效 ' +
    '卫健委 发改委 农商行 住建局 人社局 税务局 能源科 农业科 贸易科 商贸科 综合科 林场 全市 全区 全县 全省 全镇 全村 全国 全家 全员 师范学院 水产区 张卡 张表 明码标价 冷面 冷链 连锁 项目部 温馨提示 ' +
    '伍佰 伍佰元 陆佰 陆佰元 高新区 张江 王府井 周大福 周生生 周六福 老凤祥 康师傅 王老吉 王致和 张裕 张小泉 雷允上 胡庆余 胡庆余堂 马应龙 李宁 李宁牌 方太 龙湖 万科 沃尔玛 麦当劳 肯德基 谷歌 支付宝 方正 华为 小米 海尔 ' +
    '东方明珠 东方红 鲁迅 鲁迅路 马鞍山 张家口 张家界 连云港 石家庄 司马台 公孙树 文昌街 孔子 孟子 孟母 曹冲 王国维 雷锋 贾府 皮尔逊 钟点工 来信 来电 感谢 求助 申请 关于 由于 鲍鱼 应当 平安保险 扎西德勒 谢谢 盼复 祝好 安好 望复 ' +
    '黄金 黄牛 高速 成本 安排 江苏 石油 白酒 水平 于是 和平 温度 牛羊 勾选 刘海 乔迁 桑叶 师德 艾滋 桂圆 云贵 楚雄 张数 张贴 林权 夏粮 夏季 于此 万人 元整 史上 毛巾 陈旧 苗木 商户 商铺 牧户 高层 平层 文旅 文娱 农商银行'
  ).split(' ')
)

export async function nameWords(): Promise<Words> {
  reading ??= read()
  return await reading
}

async function read(): Promise<Words> {
  const { dict } = await import('@node-rs/jieba/dict.js')
  const often = new Map<string, number>()
  let all = 0
  for (const line of Buffer.from(dict).toString('utf8').split('\n')) {
    const [word = '', count, tag = ''] = line.trimEnd().split(' ')
    all += Number(count ?? 0)
    if (word.length > longest || Number(count) < (word.length === 1 ? 1 : leastOften)) continue
    // the dictionary knows persons of history and of novels; others bear the same names
    if (word.length > 1 && tag.startsWith('nr') && Number(count) < (word.length > 2 ? 500 : 100) && nameShare(word) > 0)
      continue
    often.set(word, Number(count))
  }
  for (const word of others) often.set(word, Math.max(often.get(word) ?? 0, 3000))
  return { share: (word) => (often.get(word) ?? 0) / all, isOther: (word) => others.has(word) }
}
