#include "report/html/style.hpp"

namespace stepstorm::report::html {
namespace {

// The palette of Okabe and Ito, made for every kind of colour vision; darker where a colour would be too faint as a
// line. Source: "Color Universal Design", 2008, jfly.uni-koeln.de/color.
constexpr std::string_view sheet = R"(
:root{color-scheme:light dark;--paper:#fff;--panel:#f6f8fa;--ink:#1b2430;--faint:#586575;--hair:#d9e0e8;--grid:#e8ecf1;
--good:#04724d;--good-tint:#e7f5ef;--bad:#b23a00;--bad-tint:#fdefe7;--warn:#7d5200;--warn-tint:#fff5dc;
--band:#f0c97a55;--band-ink:#6b4a00;--band-label:#f6e3b8;--bar:#b9d6ea;--heat:#eda77f;--control:#7c8997;
--c1:#0072b2;--c2:#d55e00;--c3:#009e73;--c4:#b5589a;--c5:#e09a00;--c6:#56b4e9;--c7:#7a7f87}
@media screen and (prefers-color-scheme:dark){:root{--paper:#12161c;--panel:#1a2028;--ink:#e6ebf1;--faint:#9aa7b6;
--hair:#333c48;--grid:#252c36;--good:#4fc79a;--good-tint:#12291f;--bad:#ff9a66;--bad-tint:#341c10;--warn:#f0c062;
--warn-tint:#30260f;--band:#c9962f2e;--band-ink:#f3dba6;--band-label:#4a3a17;--bar:#25506e;--heat:#8c4621;--control:#8b98a7;
--c1:#4aa8e0;--c2:#f08a3c;--c3:#3cc79b;--c4:#d98abf;--c5:#f0b93a;--c6:#8fd0f7;--c7:#a2a9b3}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:1200px;padding:28px 32px 64px;background:var(--paper);color:var(--ink);
font:14px/1.5 Inter,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;
overflow-wrap:anywhere}
h1{font-size:26px;line-height:1.2;margin:2px 0 6px;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:18px;margin:44px 0 14px;padding-top:12px;border-top:2px solid var(--ink);letter-spacing:-.005em}
h3{font-size:14px;margin:22px 0 6px}
h4{font-size:13px;margin:18px 0 6px}
h4.bad{color:var(--bad)}
p{margin:0 0 8px}
.kicker{font-size:12px;color:var(--faint);letter-spacing:.02em;margin:0}
.description{max-width:72ch}
.conditions,.note,.quiet,.type,.zero,.margin{color:var(--faint)}
.note{font-weight:400;font-size:12px}
nav{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:13px;margin:10px 0 18px}
nav a{color:var(--c1);text-decoration:none}
nav a:hover{text-decoration:underline}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12px}
code{user-select:all}
pre{margin:6px 0 10px;padding:10px 12px;background:var(--panel);border-radius:4px;line-height:1.45;white-space:pre-wrap}

.verdict{display:flex;flex-wrap:wrap;gap:4px 18px;align-items:flex-start;padding:16px 20px;border-left:6px solid;border-radius:4px}
.verdict .words{flex:1 1 240px}
.verdict .sign{font-size:36px;line-height:1;font-weight:700;margin:2px 0 0}
.verdict .headline{font-size:28px;line-height:1.2;font-weight:700;letter-spacing:-.01em;margin:0}
.verdict .summary{font-size:15px;margin:2px 0 6px;color:var(--ink)}
.verdict ul{margin:0;padding-left:18px;color:var(--ink)}
.charts+.quiet{margin-top:18px}
.verdict .changes{list-style:none;padding:0}
.changes .mark{white-space:normal;font-size:13px;font-weight:400}
.verdict .exit{color:var(--faint);font-size:12px;margin:8px 0 0}
.verdict.good{background:var(--good-tint);color:var(--good)}
.verdict.bad{background:var(--bad-tint);color:var(--bad)}
.verdict.open{background:var(--panel);color:var(--faint)}
.warning{margin:10px 0 0;padding:8px 14px;background:var(--warn-tint);color:var(--warn);font-weight:600;
border:1.5px solid;border-radius:4px}
.partial{margin:0 0 10px;padding:12px 20px;background:var(--bad);color:var(--paper);font-size:15px;border-radius:4px;
break-inside:avoid}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px 20px;margin:20px 0 8px}
.figure{display:flex;flex-direction:column;border-top:1px solid var(--hair);padding-top:6px}
.figure .name,.figure .control-value{font-size:12px;color:var(--faint)}
.figure .value{font-size:20px;font-weight:600;line-height:1.3}

table{border-collapse:collapse;width:100%;font-size:13px;margin:0 0 6px}
th,td{padding:5px 14px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid);font-weight:400}
th:last-child,td:last-child{padding-right:4px}
tbody th{font-weight:500}
thead th{font-size:12px;color:var(--faint);border-bottom-color:var(--hair);vertical-align:bottom}
.number{text-align:right}
.failed>th,.silent>th{box-shadow:-8px 0 0 var(--paper),-11px 0 0 var(--bad)}
.silent>*{background:var(--warn-tint)}
.mark{white-space:nowrap;font-size:12px}
.mark i{font-style:normal;font-weight:700;font-size:14px}
.mark.good{color:var(--good)}
.mark.bad{color:var(--bad);font-weight:600}
.flag{color:var(--bad);font-weight:700;white-space:nowrap}
.letter,.fault b{display:inline-block;min-width:16px;padding:0 3px;text-align:center;font-size:11px;line-height:16px;
font-weight:700;border-radius:3px;background:var(--band-label);color:var(--band-ink)}
.bar{display:flex;align-items:center;gap:10px}
.bar .track{flex:0 1 120px;min-width:24px;height:9px;background:var(--panel);border-radius:2px;overflow:hidden}
.bar .track i{display:block;height:100%;background:var(--bar)}
.bar.heat .track i{background:var(--heat)}
.bar .words{flex:0 0 84px;text-align:right;white-space:nowrap}
.type{font-size:12px}
.phase{display:inline-grid;grid-template-columns:62px auto;gap:0 10px;white-space:nowrap}
.phase .value{text-align:right}
.unreached{opacity:.6}
.narrow{display:none}
.violation{border-left:3px solid var(--bad);padding:2px 0 2px 14px;margin:8px 0 12px}
.violation p{margin:0 0 2px}
.replay{color:var(--faint);font-size:12px}
summary{cursor:pointer;color:var(--c1);padding:3px 0}

.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:22px 34px;position:relative}
.charts>:last-child:nth-child(odd){grid-column:1/-1}
.plot{margin:0;min-width:0;break-inside:avoid;display:flex;flex-direction:column}
.plot h3{display:inline;margin:0}
.plot .quiet{flex:1;display:grid;place-content:center;margin:6px 0 0;padding:8px 12px;background:var(--panel);border-radius:4px;font-size:13px}
.legend{display:flex;flex-wrap:wrap;gap:0 14px;font-size:12px;color:var(--faint);margin:1px 0 5px;min-height:18px}
.key{white-space:nowrap}
.key b{font-weight:600;color:var(--ink)}
.key i{display:inline-block;width:16px;margin-right:5px;vertical-align:middle;border-top:2.5px solid var(--stroke)}
.key i.thin{border-top-width:1.5px}
.key i.dashed{border-top-style:dashed}
.key i.faded{opacity:.3}
.key i.square{width:10px;height:10px;border:0;border-radius:2px;background:var(--stroke)}
.fault-key{display:flex;flex-wrap:wrap;gap:4px 22px;font-size:13px;margin:0 0 16px}
.fault-key .key{white-space:normal}
.lanes{position:relative;margin:auto 0 0 58px}
.fault{position:absolute;height:16px;min-width:16px;overflow:hidden;font-size:11px;line-height:16px;color:var(--band-ink);
background:var(--band-label);border-radius:3px 3px 0 0;box-shadow:-1.5px 0 0 var(--paper)}
.fault .name{display:inline-block;white-space:nowrap}
.field{position:relative;margin-left:58px}
.field svg{display:block;width:100%;height:100%;overflow:visible}
.field path{fill:none;vector-effect:non-scaling-stroke;stroke-linejoin:round;stroke-linecap:round}
.field .grid{stroke:var(--grid);stroke-width:1}
.field .band{fill:var(--band)}
.field .line{stroke:var(--stroke);stroke-width:1.6}
.field .thin{stroke-width:1}
.field .dashed{stroke-dasharray:4 3}
.field .area{fill:var(--stroke);fill-opacity:.6}
.field .shade{fill:var(--stroke);fill-opacity:.17}
.field .edge{stroke-width:1}
.y-labels span{position:absolute;right:100%;margin-right:7px;transform:translateY(-50%);white-space:nowrap;font-size:11px;
color:var(--faint)}
.x-labels{position:relative;height:18px;margin:3px 0 0 58px;font-size:11px;color:var(--faint)}
.x-labels span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.x-labels .first{transform:none}
.x-labels .last{transform:translateX(-100%)}
.ink{--stroke:var(--ink)}.control{--stroke:var(--control)}
.c1{--stroke:var(--c1)}.c2{--stroke:var(--c2)}.c3{--stroke:var(--c3)}.c4{--stroke:var(--c4)}
.c5{--stroke:var(--c5)}.c6{--stroke:var(--c6)}.c7{--stroke:var(--c7)}
.wide{width:calc(100% * var(--zoom,1))}
.zoomed .pan{overflow-x:auto;overflow-y:hidden;padding-top:1px}
.zoom{float:right;font-size:13px;font-weight:400}
.zoom button{font:inherit;margin-left:4px;padding:1px 8px;color:var(--ink);background:none;border:1px solid var(--hair);
border-radius:4px;cursor:pointer}
.zoom button[aria-pressed=true]{background:var(--band-label)}
.hair{position:absolute;top:0;bottom:0;width:1px;background:var(--ink);opacity:.45;pointer-events:none}
.tip{position:absolute;top:4px;z-index:2;padding:5px 9px;background:var(--paper);border:1px solid var(--hair);border-radius:4px;
font-size:12px;line-height:1.45;white-space:nowrap;pointer-events:none;box-shadow:0 2px 8px #0002}
.tip b{display:block}

.states{display:grid;grid-template-columns:minmax(0,1fr);gap:20px}
.graph svg{display:block;width:auto;max-width:min(100%,760px);height:auto;margin:0 auto}
.map{overflow-x:auto;margin:0 0 14px}.map svg{display:block}
.groups{columns:430px 2;column-gap:40px}
.groups thead th:first-child{font-weight:600;color:var(--ink);font-size:13px}
.group{break-inside:avoid;padding-bottom:16px}
.line{min-width:0}
.line>span{display:inline-block}
.executions .line{display:inline-grid;grid-template-columns:96px 104px 116px minmax(0,1fr) auto;gap:0 12px;
width:calc(100% - 20px);vertical-align:top;color:var(--ink);font-size:13px}
.executions .line>*{min-width:0}
.executions details,.executions>.line{border-bottom:1px solid var(--grid)}
.line .time{font-weight:600}
.line .execution{color:var(--faint);grid-column:5}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:4px 18px;margin:0 0 10px;font-size:13px}
dt{color:var(--faint)}
dd{margin:0}

@media screen and (max-width:640px){body{padding:16px 14px 48px}h1{font-size:21px}h2{margin-top:34px}
.verdict{padding:14px}.verdict .sign{font-size:26px}.verdict .headline{font-size:22px}
.figures{grid-template-columns:1fr 1fr}
.lanes,.field,.x-labels{margin-left:52px}
.cards thead{display:none}
.cards tr{display:grid;grid-template-columns:1fr 1fr;gap:1px 14px;padding:7px 0;border-bottom:1px solid var(--hair)}
.cards tbody th{grid-column:1/-1;font-weight:600}
.narrow{display:inline}.x-labels .crowded{display:none}
.cards th,.cards td{padding:0;border:0;text-align:left}
.cards td::before{content:attr(data-label);display:block;font-size:11px;color:var(--faint)}
.silent>*{background:none}.phase{display:inline}th,td{padding-right:8px}.bar{gap:8px}.cards .bar .words{flex:none}
.executions .line{grid-template-columns:1fr 1fr}
.line .status,.line .error,.line .execution{grid-column:auto}.line .execution{grid-column:1/-1}
dl{grid-template-columns:minmax(0,1fr)}dt{margin-top:4px}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10.5pt}nav,.zoom{display:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
h2,h3,h4{break-after:avoid}tr,.violation,.verdict,.graph{break-inside:avoid}
.graph svg{max-height:230mm}
details::details-content{display:block;content-visibility:visible;block-size:auto}
.charts{grid-template-columns:1fr 1fr}.figures{grid-template-columns:repeat(6,1fr)}.groups{columns:2}.groups table{font-size:8.5pt}}
)";

// Curves hold their values in data-v, one for each point of the path. Writes everything as text, never as markup.
constexpr std::string_view code = R"(
(() => {
  const digits = value => value.toLocaleString('en-US', {maximumSignificantDigits: 3});
  const two = value => String(Math.floor(value)).padStart(2, '0');
  const clock = s => (s >= 3600 ? Math.floor(s / 3600) + ':' + two(s % 3600 / 60) : Math.floor(s / 60)) + ':' + two(s % 60);
  const parts = (value, size, large, small) => Math.floor(value / size) + ' ' + large + ' ' + two(value % size) + ' ' + small;
  const seconds = s => s < 60 ? digits(s) + ' s' : s < 3600 ? parts(s, 60, 'min', 's')
    : s < 172800 ? parts(s / 60, 60, 'h', 'min') : digits(s / 86400) + ' d';
  const units = {
    share: value => digits(100 * value) + ' %',
    seconds,
    milliseconds: value => value >= 1000 ? seconds(value / 1000) : digits(value) + ' ms'
  };
  const made = (tag, name, text) => {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = text;
    return node;
  };
  const hide = () => document.querySelectorAll('.hair, .tip').forEach(node => node.remove());
  const curve = path => {
    const numbers = path.getAttribute('d').match(/[\d.]+/g) || [];
    return {name: path.dataset.name, x: numbers.filter((_, i) => i % 2 === 0).map(Number),
            values: path.dataset.v.split(' ').map(Number)};
  };
  const place = (field, share) => {
    const [low, high] = [Number(field.dataset.low), Number(field.dataset.high)];
    if (field.dataset.x === 'time') return clock(low + share * (high - low));
    const percentile = 100 - 100 / (low * Math.pow(high / low, share));
    return 'p' + percentile.toFixed(Math.min(3, Math.max(0, Math.ceil(-Math.log10(100 - percentile)) + 1)));
  };
  const nearest = (xs, x) => xs.reduce((best, at, i) => Math.abs(xs[best] - x) > Math.abs(at - x) ? i : best, 0);
  document.querySelectorAll('.field').forEach(field => {
    const curves = Array.from(field.querySelectorAll('path[data-v]'), curve).filter(one => one.x.length > 0);
    const show = units[field.dataset.unit] || digits;
    field.addEventListener('pointermove', event => {
      const box = field.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      hide();
      const together = field.dataset.x === 'time' ? document.querySelectorAll('.field[data-x=time]') : [field];
      together.forEach(other => { other.appendChild(made('div', 'hair', '')).style.left = 100 * share + '%'; });
      const tip = field.appendChild(made('div', 'tip', ''));
      tip.appendChild(made('b', '', place(field, share)));
      curves.forEach(one =>
        tip.appendChild(made('div', '', one.name + '  ' + show(one.values[nearest(one.x, 1000 * share)]))));
      tip.style[share > 0.5 ? 'right' : 'left'] = 'calc(' + 100 * (share > 0.5 ? 1 - share : share) + '% + 10px)';
    });
    field.addEventListener('pointerleave', hide);
  });
  const time = document.querySelector('#time');
  const pans = time ? Array.from(time.querySelectorAll('.pan')) : [];
  if (pans.length > 0) {
    const bar = made('span', 'zoom', 'zoom');
    [1, 2, 4, 8].forEach(factor => {
      const button = bar.appendChild(made('button', '', factor + '\u00d7'));
      button.setAttribute('aria-pressed', String(factor === 1));
      button.addEventListener('click', () => {
        time.style.setProperty('--zoom', factor);
        time.classList.toggle('zoomed', factor > 1);
        bar.querySelectorAll('button').forEach(other => other.setAttribute('aria-pressed', String(other === button)));
      });
    });
    time.querySelector('h2').appendChild(bar);
    pans.forEach(pan => pan.addEventListener('scroll', () => {
      pans.forEach(other => { if (other.scrollLeft !== pan.scrollLeft) other.scrollLeft = pan.scrollLeft; });
    }));
  }
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = Array.from(document.querySelectorAll('details:not([open])'));
    opened.forEach(one => { one.open = true; });
  });
  addEventListener('afterprint', () => opened.forEach(one => { one.open = false; }));
})();
)";

}  // namespace

std::string_view stylesheet() { return sheet; }
std::string_view script() { return code; }

}  // namespace stepstorm::report::html
