/** Words of a form that asks one question a screen. */
export const words = {
  at: (at: number, all: number) => `第 ${at} 步，共 ${all} 步`,
  back: '上一步',
  on: '下一步'
}

export type StepWords = typeof words
