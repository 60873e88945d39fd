"""The text of a page as a reader meets it: a line for each block, cells of a row beside each other; not what is folded."""
import re
import sys
from html.parser import HTMLParser

UNSEEN = {"style", "script", "title"}
BLOCKS = {"address", "article", "body", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3",
          "h4", "header", "html", "li", "main", "nav", "p", "pre", "section", "summary", "svg", "table", "text", "tr", "ul"}
CELLS = {"td", "th", "span", "a", "b"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text = []
        self.unseen = 0
        self.folded = []  # for each details that is open here: whether its summary is behind

    def handle_starttag(self, tag, attributes):
        self.unseen += tag in UNSEEN
        if tag == "details":
            self.folded.append(False)
        self.text.append("\n" if tag in BLOCKS else "  " if tag in CELLS else "")

    def handle_endtag(self, tag):
        self.unseen -= tag in UNSEEN
        if tag == "summary":
            self.folded[-1] = True
        if tag == "details":
            self.folded.pop()
        self.text.append("\n" if tag in BLOCKS else "")

    def handle_data(self, data):
        if not self.unseen and not any(self.folded):
            self.text.append(data)


page = Page()
page.feed("".join(open(name, encoding="utf-8").read() for name in sys.argv[1:]) or sys.stdin.read())
lines = (re.sub(r" {2,}", "  ", line.replace("\u00a0", " ")).strip() for line in "".join(page.text).split("\n"))
print("\n".join(line for line in lines if line))
