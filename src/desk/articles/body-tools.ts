/** The buttons above the body: what each is called, what it does, when it is on and when it can be used. */
import type { Editor } from '@tiptap/core'

export interface BodyTool {
  /** what stands on the button */
  readonly short: string
  /** what is read out: the same word first, then more of it, or the keys that do it */
  readonly name: string
  readonly run: (editor: Editor) => unknown
  readonly isOn?: (editor: Editor) => boolean
  readonly can?: (editor: Editor) => boolean
}

/** What is asked before something is put in. */
export type Asked = 'picture' | 'link' | 'note' | 'table'

const heading = (level: 2 | 3 | 4, short: string): BodyTool => ({
  short,
  name: `${short}标题，Ctrl+Alt+${level}`,
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  isOn: (editor) => editor.isActive('heading', { level })
})

/** The tools in groups; `ask` opens a dialog. */
export const bodyTools = (ask: (what: Asked) => void): readonly (readonly BodyTool[])[] => [
  [heading(2, '一级'), heading(3, '二级'), heading(4, '三级')],
  [
    {
      short: '粗',
      name: '粗体，Ctrl+B',
      run: (editor) => editor.chain().focus().toggleBold().run(),
      isOn: (editor) => editor.isActive('bold')
    },
    {
      short: '斜',
      name: '斜体，Ctrl+I',
      run: (editor) => editor.chain().focus().toggleItalic().run(),
      isOn: (editor) => editor.isActive('italic')
    },
    {
      short: '线',
      name: '下划线，Ctrl+U',
      run: (editor) => editor.chain().focus().toggleUnderline().run(),
      isOn: (editor) => editor.isActive('underline')
    }
  ],
  [
    {
      short: '列表',
      name: '列表，Ctrl+Shift+8',
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
      isOn: (editor) => editor.isActive('bulletList')
    },
    {
      short: '编号',
      name: '编号列表，Ctrl+Shift+7',
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
      isOn: (editor) => editor.isActive('orderedList')
    },
    {
      short: '引用',
      name: '引用，Ctrl+Shift+B',
      run: (editor) => editor.chain().focus().toggleBlockquote().run(),
      isOn: (editor) => editor.isActive('blockquote')
    }
  ],
  [
    { short: '链接', name: '链接', run: () => ask('link'), isOn: (editor) => editor.isActive('link') },
    { short: '脚注', name: '脚注', run: () => ask('note'), isOn: (editor) => editor.isActive('note') },
    { short: '图片', name: '图片', run: () => ask('picture'), isOn: (editor) => editor.isActive('image') },
    {
      short: '表格',
      name: '表格',
      run: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
      isOn: (editor) => editor.isActive('table'),
      can: (editor) => !editor.isActive('table')
    }
  ],
  [
    {
      short: '撤销',
      name: '撤销，Ctrl+Z',
      run: (editor) => editor.chain().focus().undo().run(),
      can: (editor) => editor.can().undo()
    },
    {
      short: '重做',
      name: '重做，Ctrl+Shift+Z',
      run: (editor) => editor.chain().focus().redo().run(),
      can: (editor) => editor.can().redo()
    }
  ]
]

/** What can be done inside a table. */
export const tableTools = (ask: (what: Asked) => void): readonly BodyTool[] => [
  { short: '表题和图', name: '表题和图，单位', run: () => ask('table') },
  {
    short: '表头行',
    name: '表头行，第一行是表头或不是',
    run: (editor) => editor.chain().focus().toggleHeaderRow().run()
  },
  { short: '上加行', name: '上加行，在上面加一行', run: (editor) => editor.chain().focus().addRowBefore().run() },
  { short: '下加行', name: '下加行，在下面加一行', run: (editor) => editor.chain().focus().addRowAfter().run() },
  { short: '左加列', name: '左加列，在左边加一列', run: (editor) => editor.chain().focus().addColumnBefore().run() },
  { short: '右加列', name: '右加列，在右边加一列', run: (editor) => editor.chain().focus().addColumnAfter().run() },
  { short: '删行', name: '删行，删掉这一行', run: (editor) => editor.chain().focus().deleteRow().run() },
  { short: '删列', name: '删列，删掉这一列', run: (editor) => editor.chain().focus().deleteColumn().run() },
  {
    short: '合并',
    name: '合并选中的格子',
    run: (editor) => editor.chain().focus().mergeCells().run(),
    can: (editor) => editor.can().mergeCells()
  },
  {
    short: '拆开',
    name: '拆开合并的格子',
    run: (editor) => editor.chain().focus().splitCell().run(),
    can: (editor) => editor.can().splitCell()
  },
  { short: '删表', name: '删表，删掉整个表格', run: (editor) => editor.chain().focus().deleteTable().run() }
]
