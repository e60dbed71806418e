/** Terms about prices. */
import type { Term } from '#contract/glossary.ts'

export const priceTerms: readonly Term[] = [
  {
    slug: 'cpi',
    name: '居民消费价格指数',
    aliases: ['CPI', '居民消费价格', '物价指数', '物价水平', '物价'],
    meaning: '反映家庭日常买的商品和服务，价格总的来说比从前贵了还是便宜了多少。',
    scope:
      '城乡居民购买的八大类商品和服务：食品烟酒、衣着、居住、生活用品及服务、交通通信、教育文化娱乐、医疗保健、其他用品及服务。',
    method: '选一篮子有代表性的商品和服务，定点、定人、定时采价，按家庭支出的比重加权汇总，和上月、上年同月比较。',
    source: '国家统计局《流通和消费价格统计报表制度》',
    see: ['core-cpi', 'weight', 'base-period', 'price-index', 'ppi']
  },
  {
    slug: 'core-cpi',
    name: '核心CPI',
    aliases: ['核心居民消费价格指数', '核心通胀'],
    meaning: '去掉食品和能源以后的居民消费价格指数，用来看价格变化的基本走向。',
    scope: '居民消费价格指数里除食品和能源以外的商品和服务。',
    method:
      '采价和汇总办法与总指数一样，只是把容易受天气和国际油价影响的食品、能源两部分剔除，其余按原来的权数重新汇总。',
    source: '国家统计局《流通和消费价格统计报表制度》',
    see: ['cpi', 'weight']
  },
  {
    slug: 'ppi',
    name: '工业生产者出厂价格指数',
    aliases: ['PPI', '工业生产者出厂价格', '出厂价格指数', '工业品出厂价格'],
    meaning: '反映工厂第一次把产品卖出去时，价格比从前涨了还是降了多少。',
    scope: '工业企业直接出售的产品，覆盖采矿、制造和水电气生产供应等行业。',
    method: '被抽中的企业按月报送代表产品的出厂价，由产品到行业逐层加权汇总。',
    source: '国家统计局《工业生产者价格统计报表制度》',
    see: ['producer-purchase-price', 'cpi', 'price-index']
  },
  {
    slug: 'producer-purchase-price',
    name: '工业生产者购进价格指数',
    aliases: ['工业生产者购进价格', '购进价格指数', 'IPI'],
    meaning: '反映工厂买进原材料、燃料和动力时，价格变化了多少。',
    scope: '工业企业作为中间投入购进的原材料、燃料、动力等产品。',
    method: '由被抽中的企业按月报送主要购进产品的价格，按购进额的比重加权汇总。',
    source: '国家统计局《工业生产者价格统计报表制度》',
    see: ['ppi']
  },
  {
    slug: 'price-index',
    name: '价格指数',
    aliases: ['价格总指数'],
    meaning: '把许多东西的价格变化合成一个数：100表示没变，高于100是涨，低于100是降。',
    scope: '依指数而定，可以是居民消费、工业出厂、农产品、住宅等某一类交易。',
    method: '先算每种规格品报告期与对比期价格之比，再按权数加权平均成类指数和总指数。',
    source: '国家统计局各项价格统计报表制度',
    see: ['cpi', 'ppi', 'base-period', 'weight']
  },
  {
    slug: 'base-period',
    name: '基期',
    aliases: ['对比基期', '指数基期'],
    meaning: '拿来作比较起点的那段时间，指数把它当作100。',
    scope: '凡是用指数或不变价表示的数据都有基期。',
    method: '定期更换，使篮子和权数跟上实际的消费和生产；更换后会给出新旧衔接的办法。',
    source: '各项价格统计报表制度和国民经济核算制度',
    see: ['price-index', 'constant-price', 'weight']
  },
  {
    slug: 'weight',
    name: '权重',
    aliases: ['权数'],
    meaning: '一样东西在合计里占的分量，分量越大，它的变化对总数影响越大。',
    scope: '用于价格指数、综合指数和抽样调查的推算。',
    method: '价格指数的权数主要来自家庭支出或企业销售额的比重；抽样调查的权数来自每个样本代表多少总体。',
    source: '各项价格统计报表制度和抽样调查方案',
    see: ['cpi', 'price-index', 'sample']
  },
  {
    slug: 'farm-producer-price',
    name: '农产品生产者价格指数',
    aliases: ['农产品生产者价格', '农产品生产价格'],
    meaning: '反映农业生产者直接出售粮食、蔬菜、牲畜等产品时，价格变化了多少。',
    scope: '农林牧渔业生产者第一手出售的产品，不含商贩转手。',
    method: '由被抽中的农户和农业单位记下出售的数量和金额，按季汇总。',
    source: '国家统计局《农产品价格统计调查制度》',
    see: ['price-index', 'cpi']
  },
  {
    slug: 'house-price-index',
    name: '住宅销售价格指数',
    aliases: ['房价', '房价指数', '新建商品住宅销售价格指数', '二手住宅销售价格指数', '商品住宅销售价格'],
    meaning: '反映同样品质的住宅，成交价格比上月和上年同月变化了多少。',
    scope: '新建商品住宅和二手住宅分开编制；保障性住房不在新建商品住宅价格指数里。',
    method:
      '新房主要用网签成交资料，二手房用成交资料和调查相结合，同一小区、同一类型相比，避免因卖的房子不同而虚涨虚降。',
    source: '国家统计局《住宅销售价格统计调查方案》',
    see: ['price-index', 'month-on-month', 'year-on-year']
  },
  {
    slug: 'deflator',
    name: '平减',
    aliases: ['价格平减', '平减指数', '缩减指数'],
    meaning: '从金额的变化里去掉涨价降价的部分，只留下数量的变化。',
    scope: '核算不变价增加值、实际收入、实际投资等。',
    method: '用现价数除以相应的价格指数，得到按基期价格算的数。',
    source: '《中国国民经济核算体系（2016）》',
    see: ['constant-price', 'current-price', 'price-index']
  }
]
