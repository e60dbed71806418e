/** Terms of national accounts and of foreign and public finance. */
import type { Term } from '#contract/glossary.ts'

export const accountTerms: readonly Term[] = [
  {
    slug: 'gdp',
    name: '地区生产总值',
    aliases: ['GDP', '生产总值', '国内生产总值'],
    meaning: '一个地方所有常住单位在一段时间里新创造的价值的总和。',
    scope: '在本地有经济利益中心的全部单位和住户，不论属于谁、户口在哪里。',
    method: '把各行业的增加值相加；总量按当年价格算，增速按不变价格算，由上一级统一核算。',
    source: '《中国国民经济核算体系（2016）》和地区生产总值统一核算办法',
    see: ['value-added', 'gdp-per-head', 'constant-price', 'preliminary-and-final', 'three-sectors']
  },
  {
    slug: 'gdp-per-head',
    name: '人均地区生产总值',
    aliases: ['人均GDP', '人均生产总值'],
    meaning: '地区生产总值平摊到每个常住人口的数，不等于每个人的收入。',
    scope: '全部常住人口，包括老人和孩子。',
    method: '全年地区生产总值除以年平均常住人口，即年初数与年末数的平均。',
    source: '《中国国民经济核算体系（2016）》',
    see: ['gdp', 'resident-population', 'disposable-income']
  },
  {
    slug: 'value-added',
    name: '增加值',
    aliases: ['行业增加值'],
    meaning: '生产出来的总价值减去用掉的原料、电费、服务等，剩下的新价值。',
    scope: '各行业的常住单位；全部行业相加就是地区生产总值。',
    method: '用总产出减中间投入；也可以把劳动者报酬、生产税净额、固定资产折旧、营业盈余相加。',
    source: '《中国国民经济核算体系（2016）》',
    see: ['gdp', 'industrial-value-added', 'three-sectors']
  },
  {
    slug: 'three-sectors',
    name: '三次产业',
    aliases: ['第一产业', '第二产业', '第三产业', '三产'],
    meaning: '把所有经济活动分成三大块：农业，工业和建筑业，服务业。',
    scope:
      '第一产业是农林牧渔业（不含相关专业及辅助性活动）；第二产业是采矿、制造、水电气供应和建筑业（各有少数辅助活动除外）；其余是第三产业。',
    method: '按单位的主要活动，对照行业分类归入。',
    source: '国家统计局《三次产业划分规定》',
    see: ['industry-classification', 'value-added', 'gdp']
  },
  {
    slug: 'current-price',
    name: '现价',
    aliases: ['当年价格', '现行价格', '名义值'],
    meaning: '按事情发生当时的价格计算，里面既有数量的变化，也有价格的变化。',
    scope: '各类总量数据，如地区生产总值总量、零售额、投资额。',
    method: '直接用当期的实际价格乘数量，或用当期的实际金额。',
    source: '《中国国民经济核算体系（2016）》',
    see: ['constant-price', 'deflator']
  },
  {
    slug: 'constant-price',
    name: '不变价',
    aliases: ['可比价', '不变价格', '可比价格', '实际增长'],
    meaning: '把不同时间的数都按同一时期的价格计算，这样增减只说明数量变了多少。',
    scope: '地区生产总值增速、工业增加值增速、居民实际收入增速等。',
    method: '固定用某个基期的价格，或者用价格指数从现价数里扣除价格变化。',
    source: '《中国国民经济核算体系（2016）》',
    see: ['current-price', 'deflator', 'base-period']
  },
  {
    slug: 'preliminary-and-final',
    name: '初步核算',
    aliases: ['最终核实', '初步核算数', '最终核实数', '初步统计数'],
    meaning: '先用手头的资料算出的叫初步核算数，等资料齐全再算定的叫最终核实数。',
    scope: '年度和季度的地区生产总值及有关数据。',
    method: '季后或年后先按进度资料核算；次年取得年报、财政决算等资料后重算，并公布改动。',
    source: '国家统计局关于地区生产总值核算和数据发布程序的规定',
    see: ['gdp', 'revision']
  },
  {
    slug: 'digital-economy',
    name: '数字经济核心产业',
    aliases: ['数字产业化'],
    meaning: '直接提供数字产品、服务、技术和设施的行业，以及离开数字技术就做不成的行业。',
    scope: '数字产品制造、数字产品服务、数字技术应用、数字要素驱动四大类。',
    method: '对照分类目录从国民经济行业里挑出或按比例分出，再核算增加值。',
    source: '国家统计局《数字经济及其核心产业统计分类（2021）》',
    see: ['value-added', 'industry-classification']
  },
  {
    slug: 'public-budget-revenue',
    name: '一般公共预算收入',
    aliases: ['地方财政收入', '财政收入'],
    meaning: '地方政府当年收上来、由预算统一安排的税收和非税收入。',
    scope: '归本地的税收分成和行政收费、罚没等非税收入，不含上级补助和卖地等政府性基金收入。',
    method: '由财政部门按国库入库数汇总，统计部门引用。',
    source: '财政部《政府收支分类科目》',
    see: ['gdp']
  },
  {
    slug: 'imports-and-exports',
    name: '进出口总额',
    aliases: ['外贸总额', '货物进出口', '进出口总值'],
    meaning: '一段时间里运出和运进关境的货物，值多少钱。',
    scope: '本地登记的进出口企业报关的货物，不包括服务贸易。',
    method: '由海关按报关单汇总，出口按离岸价、进口按到岸价，统计部门引用。',
    source: '海关统计制度',
    see: ['current-price']
  },
  {
    slug: 'energy-per-gdp',
    name: '单位地区生产总值能耗',
    aliases: ['单位GDP能耗', '万元GDP能耗', '能耗强度'],
    meaning: '每创造一万元地区生产总值，用掉多少能源。',
    scope: '本地生产和生活使用的全部能源，扣除重复计算。',
    method: '能源消费总量折成标准煤，除以不变价的地区生产总值。',
    source: '国家统计局《能源统计报表制度》',
    see: ['gdp', 'constant-price', 'electricity']
  },
  {
    slug: 'electricity',
    name: '全社会用电量',
    aliases: ['社会用电量'],
    meaning: '一个地方各行各业和家家户户一共用了多少电。',
    scope: '第一、第二、第三产业用电和城乡居民生活用电，包括自备电厂自发自用的电。',
    method: '由电力企业按月汇总抄表和结算资料，统计部门引用。',
    source: '电力行业统计报表制度',
    see: ['energy-per-gdp']
  },
  {
    slug: 'rd-intensity',
    name: 'R&D经费投入强度',
    aliases: ['研发经费投入强度', 'R&D投入强度', '研发投入强度'],
    meaning: '花在研究和试验发展上的钱，占地区生产总值的百分之几。',
    scope: '本地企业、研究机构、高等学校等开展的研究与试验发展活动。',
    method: '用全社会R&D经费除以当年价的地区生产总值。',
    source: '国家统计局《研究与试验发展（R&D）投入统计规范》',
    see: ['rd-spending', 'gdp']
  },
  {
    slug: 'rd-spending',
    name: 'R&D经费',
    aliases: ['R&D', '研发经费', '研究与试验发展经费', '研究与试验发展'],
    meaning: '为了获得新知识、做出新应用而开展的研究和试验，当年实际花的钱。',
    scope: '基础研究、应用研究和试验发展三类活动；一般的技术改造、推广不算。',
    method: '按活动的实际支出归集，包括人员费、材料费和仪器设备支出，委托外单位做的由承担单位填报。',
    source: '国家统计局《研究与试验发展（R&D）投入统计规范》',
    see: ['rd-intensity']
  }
]
