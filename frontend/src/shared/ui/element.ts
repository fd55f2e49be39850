/**
 * Element Plus, wrapped once: the desk takes its widgets from here, so that only what is listed is shipped and a
 * change of library touches one file. Loaded with the desk's pages only.
 */

import 'element-plus/es/components/base/style/css'
import 'element-plus/es/components/dialog/style/css'
import 'element-plus/es/components/drawer/style/css'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/message-box/style/css'
import 'element-plus/es/components/option/style/css'
import 'element-plus/es/components/select/style/css'
import 'element-plus/es/components/table/style/css'
import 'element-plus/es/components/table-column/style/css'
import 'element-plus/es/components/tooltip/style/css'

export { default as chinese } from 'element-plus/es/locale/lang/zh-cn'
export {
  ElConfigProvider,
  ElDialog,
  ElDrawer,
  ElMessage,
  ElMessageBox,
  ElOption,
  ElSelect,
  ElTable,
  ElTableColumn,
  ElTooltip,
} from 'element-plus'
