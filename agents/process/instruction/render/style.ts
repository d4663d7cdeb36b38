/** Style of an instruction's page: dark where the reader's screen is, always dark on white on paper. */
export const pageStyle = `
:root{--ink:#17211f;--soft:#55635f;--line:#c3cecb;--panel:#fff;--accent:#0b6e6e;--accent-soft:#d9eeec;--warn:#a65f00;--bad:#b3261e;--shade:#f2f5f4}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6eeec;--soft:#93a5a1;--line:#2f3d3a;--panel:#16201e;--accent:#4fc3b8;--accent-soft:#17403c;--warn:#f0b357;--bad:#ff8b80;--shade:#1c2826}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:190mm;padding:8mm 4mm;background:var(--panel);color:var(--ink);font:10.5pt/1.45 "Inter","Noto Sans SC","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
h1{font-size:16pt;margin:0 0 3mm}h2{font-size:12.5pt;margin:6mm 0 2mm;border-bottom:1px solid var(--line);break-after:avoid}
h3{font-size:11.5pt;margin:0 0 1.5mm;break-after:avoid}h3 b{display:inline-block;min-width:7mm;padding:0 1.5mm;border-radius:2mm;background:var(--accent);color:var(--panel);text-align:center}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(85mm,1fr));margin:0;border:1px solid var(--line);border-radius:2mm}
dl div{display:flex;gap:2mm;padding:1mm 3mm;border-bottom:1px solid var(--line)}dt{color:var(--soft);min-width:26mm}dd{margin:0}
table{width:100%;border-collapse:collapse;margin:2mm 0;font-size:9.5pt}th{text-align:left;color:var(--soft);font-weight:500}
th,td{border-bottom:1px solid var(--line);padding:.8mm 2mm;vertical-align:top}tr{break-inside:avoid}thead{display:table-header-group}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.needs th{width:32mm}ol,ul{margin:1mm 0;padding-left:6mm}.fact{border-bottom:1px dotted var(--soft)}
.step{border:1px solid var(--line);border-radius:2mm;padding:3mm 4mm;margin:3mm 0}.step.stale{border-color:var(--bad)}.old{color:var(--bad);margin:1mm 0;font-weight:600}
.check,.note{background:var(--shade);border-left:1mm solid var(--accent);padding:1mm 3mm;margin:2mm 0;break-inside:avoid}.note{border-color:var(--warn)}
blockquote{margin:2mm 0;padding:1mm 3mm;border-left:1mm solid var(--line);color:var(--soft)}cite{font-style:normal;font-size:8.5pt}
figure{margin:3mm 0;text-align:center;break-inside:avoid}figcaption{color:var(--soft);font-size:9pt}
@page{size:A4;margin:14mm 10mm 16mm}
@media print{body{padding:0;max-width:none;font-size:9.5pt}.fact{border:0}}
`;
