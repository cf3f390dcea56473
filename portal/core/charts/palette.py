"""图的颜色；SVG 里以属性写明，因为 PDF 渲染不理会外部样式。深色与样式变量（static/css/tokens.css）同值。"""

BLUE, RED, GREEN, AMBER = "#1d4f91", "#b42318", "#1b7a43", "#9a5b00"
INK, MUTED, LINE, GRID, PAPER = "#1b1f24", "#57606a", "#c4cad1", "#eceff2", "#ffffff"
# 上面写黑字的色块，只在图里用：样式变量的浅色铺在白纸上太淡，深色上看不清黑字。
BLUE_SOFT, RED_SOFT, GREEN_SOFT, AMBER_SOFT = "#a9c4e6", "#f0b4ae", "#a3d6b7", "#ecca8c"
# 由低到高五档：浅红、浅琥珀，再由浅到深三档蓝。
HEAT = (RED_SOFT, "#fdf3e1", "#eaf1fb", "#cbdcf2", BLUE_SOFT)
TONES = {"blue": BLUE_SOFT, "green": GREEN_SOFT, "amber": AMBER_SOFT, "red": RED_SOFT, "grey": LINE}
STROKES = (BLUE, RED, GREEN, AMBER, MUTED)
FONT = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif"
