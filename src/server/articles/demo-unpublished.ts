/** Demo articles that nobody reads yet: one is being written, one is in review, one was sent back, one waits for its hour. */
import { article, type DemoArticle, h2, p, table, ul } from './demo-writing.ts'

export const demoUnpublished: readonly DemoArticle[] = [
  article(
    {
      key: 'house-prices-draft',
      kind: 'dataNote',
      officeKey: 'prices',
      state: 'draft',
      daysAgo: 1,
      column: 'data-notes',
      title: '同一套房，两个价：住宅价格指数与挂牌价',
      summary: '',
      keywords: ['住宅价格', '挂牌价']
    },
    p('挂牌价是卖家想要的价，成交价是最后谈定的价。指数用后一种，而且只比同一小区、相近户型。'),
    p('（待补：去年同期网签套数、同质可比的例子、与中介样本的差别。）')
  ),
  article(
    {
      key: 'online-shopping-review',
      kind: 'dataNote',
      officeKey: 'accounts',
      state: 'inReview',
      daysAgo: 2,
      column: 'data-notes',
      title: '在手机上下单，零售额记在哪座城市',
      summary: '网络零售按卖家所在地统计，您买外地的货，记到外地；外卖记在餐馆所在地。',
      keywords: ['网上零售', '社零']
    },
    p(
      '您在示例市用手机买了一箱外省的橙子，这笔钱记作哪里的零售额？答案是外省，因为零售额看卖家在哪里经营，而不看收货人住哪里。'
    ),
    h2('三种常见情形'),
    ul(
      '本地超市的小程序接单、送货上门：算本地。',
      '外地网店发货：算外地。',
      '点外卖：餐馆在本地，餐费算本地的餐饮收入；平台抽成属于服务，不在零售额里。'
    ),
    p('所以一个地方网购的人再多，如果本地商家不在网上卖货，网上零售额也不会高。')
  ),
  article(
    {
      key: 'electricity-returned',
      kind: 'news',
      officeKey: 'industry',
      state: 'returned',
      daysAgo: 4,
      column: 'figures',
      title: '1—10月份全社会用电量增长5.6%',
      summary: '1—10月全社会用电量同比增长5.6%，第三产业和居民用电增长较快。',
      keywords: ['用电量', '能源'],
      returnedBecause: '居民生活用电的增速与表中不一致，请核对后写明来源部门。'
    },
    p(
      '据电力部门资料，1—10月份全社会用电量163.8亿千瓦时，同比增长5.6%。居民生活用电增长9.3%，因为夏季高温天数多于往年。'
    ),
    table(
      { caption: '1—10月份用电量增速（演示数据）', chart: 'bar', unit: '%' },
      '类别|增速',
      '第一产业|4.2',
      '第二产业|4.0',
      '第三产业|8.6',
      '居民生活|8.3'
    )
  ),
  article(
    {
      key: 'producer-prices-scheduled',
      kind: 'news',
      officeKey: 'prices',
      state: 'scheduled',
      daysAgo: -3,
      column: 'figures',
      title: '11月上旬流通领域重要生产资料价格变动',
      summary: '监测的24种生产资料中，9种上涨，12种下降，3种持平。',
      keywords: ['生产资料价格', '监测']
    },
    p('对本市流通市场上24种重要生产资料的监测显示，11月上旬与10月下旬相比，9种价格上涨，12种回落，3种没有变动。'),
    table(
      { caption: '部分生产资料价格涨跌（演示数据）', chart: 'column', unit: '%' },
      '品种|涨跌幅',
      '螺纹钢|−1.2',
      '液化天然气|3.8',
      '水泥|−0.7',
      '尿素|1.4',
      '生猪|−2.9'
    ),
    p('价格由贸易商、批发商报出，为含税的销售价，不含运到买家的费用。')
  )
]
