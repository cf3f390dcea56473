"""图的颜色，与样式变量同值；SVG 里以属性写明，因为 PDF 渲染不理会外部样式。"""

BLUE, BLUE_SOFT = "#1d4f91", "#d6e2f2"
RED, GREEN, AMBER = "#b42318", "#1b7a43", "#9a5b00"
INK, MUTED, LINE, PAPER = "#1b1f24", "#5b6470", "#d5d9de", "#ffffff"
HEAT = ("#f3c9c4", "#f8e3c2", "#e6eef7", "#c3d7ec", "#9dbfe0")
FONT = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
