/* show_html.c - a host's bridges, and what doctor has found, as one page for a browser */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/show_html.h"

#include <libsmartcols/libsmartcols.h>

#include "hook/show/host_warning.h"
#include "xml/page.h"
#include "hook/show/show_svg.h"
#include "hook/show/show_table.h"
#include "netcore/cleanup.h"

/* Only what has these hashes is run or used; a test holds them to the two texts. */
#define POLICY                                                                           \
	"default-src 'none'; "                                                           \
	"style-src 'sha256-VMQ3Ay4pe6LIAz0CtbSMmMSPLwYQZfQ9z8aLmhnvbro='; "              \
	"script-src 'sha256-WPORMntz7AggT62yfrA0c7OjrDt8qRtRNnkKdg5MPYw='; "             \
	"base-uri 'none'; form-action 'none'"

static const char style[] =
	"body{font:14px sans-serif;margin:1.5em;color:#111827}"
	"svg{max-width:100%;height:auto;font-size:11px}"
	".name{font-weight:bold;font-size:13px}"
	".what{fill:#4b5563}.end{text-anchor:end}"
	".edge{fill:#374151;paint-order:stroke;stroke:#fff;"
	"stroke-width:3px}"
	"path{fill:none;stroke-width:1.6}.bad{stroke-dasharray:5 4}"
	"table{border-collapse:collapse;margin:1em 0}"
	"td,th{border:1px solid #d1d5db;padding:3px 8px;text-align:left;"
	"vertical-align:top;white-space:pre-wrap}"
	"th button{all:unset;cursor:pointer;font-weight:bold}"
	"th button:focus-visible{outline:2px solid #1d4ed8}"
	"th[aria-sort=ascending] button::after{content:' ▲'}"
	"th[aria-sort=descending] button::after{content:' ▼'}"
	"code{white-space:pre-wrap}";

/* A click on a heading sorts by its column, a second one the other way round; numbers in
 * texts count as such, so that vnet9 comes before vnet10. */
static const char script[] =
	"for (const button of document.querySelectorAll('th button'))\n"
	"\tbutton.addEventListener('click', () => {\n"
	"\t\tconst head = button.parentElement, table = head.closest('table');\n"
	"\t\tconst down = head.ariaSort === 'ascending', column = head.cellIndex;\n"
	"\t\tconst text = (row) => row.cells[column].textContent;\n"
	"\t\tconst rows = [...table.tBodies[0].rows].sort((a, b) =>\n"
	"\t\t\ttext(a).localeCompare(text(b), undefined, {numeric: true}));\n"
	"\t\tfor (const other of head.parentElement.cells) other.ariaSort = null;\n"
	"\t\thead.ariaSort = down ? 'descending' : 'ascending';\n"
	"\t\ttable.tBodies[0].append(...(down ? rows.reverse() : rows));\n"
	"\t});\n";

static void put_page_head(struct page *page, const char *title)
{
	page_raw(page, "<!DOCTYPE html>\n");
	page_begin(page, "html");
	page_attribute(page, "lang", "en");
	page_begin(page, "head");
	page_raw(page, "<meta charset=\"utf-8\">\n<meta http-equiv=\""
		       "Content-Security-Policy\" content=\"" POLICY "\">\n");
	page_element(page, "title", title);
	page_raw(page, "\n<style>");
	page_raw(page, style);
	page_raw(page, "</style>\n");
	page_end(page);
	page_begin(page, "body");
	page_element(page, "h1", title);
	page_raw(page, "\n");
}

/* --- tables */

static void begin_sorted(struct page *page, const char *id)
{
	page_begin(page, "table");
	page_attribute(page, "id", id);
	page_begin(page, "thead");
	page_begin(page, "tr");
}

static void put_heading(struct page *page, const char *title)
{
	page_begin(page, "th");
	page_attribute(page, "scope", "col");
	page_element(page, "button", title);
	page_end(page);
}

static void begin_rows(struct page *page)
{
	page_end(page);
	page_end(page);
	page_raw(page, "\n");
	page_begin(page, "tbody");
	page_raw(page, "\n");
}

static void end_sorted(struct page *page)
{
	page_end(page);
	page_end(page);
	page_raw(page, "\n");
}

static bool is_hidden(const struct libscols_table *table, size_t column)
{
	return scols_column_is_hidden(
		scols_table_get_column((struct libscols_table *)table, column));
}

static void put_line(struct page *page, const struct libscols_table *table,
		     struct libscols_line *line)
{
	struct libscols_line *bridge = scols_line_get_parent(line);

	page_begin(page, "tr");
	page_element(page, "td",
		     scols_cell_get_data(scols_line_get_cell(bridge ? bridge : line, 0)));
	for (size_t i = 0; i < scols_table_get_ncols(table); i++) {
		const char *text = scols_cell_get_data(scols_line_get_cell(line, i));

		if (!is_hidden(table, i))
			page_element(page, "td", text ? text : "");
	}
	page_end(page);
	page_raw(page, "\n");
}

/* The lines and columns of `onebridge show`, and of each line the bridge. */
static void put_ports(struct page *page, const struct host_view *view)
{
	static const struct show_look look = {};
	struct libscols_table *table = show_table_make(NULL, view, &look);

	if (!table) {
		page->failed = true;
		return;
	}
	begin_sorted(page, "ports");
	put_heading(page, "BRIDGE");
	for (size_t i = 0; i < scols_table_get_ncols(table); i++)
		if (!is_hidden(table, i))
			put_heading(page, scols_cell_get_data(scols_column_get_header(
						  scols_table_get_column(table, i))));
	begin_rows(page);
	for (size_t i = 0; i < scols_table_get_nlines(table); i++)
		put_line(page, table, scols_table_get_line(table, i));
	end_sorted(page);
	scols_unref_table(table);
}

static void put_finding(struct page *page, const struct show_finding *finding)
{
	page_begin(page, "tr");
	page_element(page, "td", finding->check);
	page_element(page, "td", finding->what);
	page_element(page, "td", finding->evidence);
	page_begin(page, "td");
	page_element(page, "code", finding->remedy);
	page_end(page);
	page_end(page);
	page_raw(page, "\n");
}

static void put_findings(struct page *page, const struct show_findings *findings)
{
	static const char *const titles[] = {"CHECK", "WHAT", "EVIDENCE", "REMEDY"};

	page_element(page, "h2", "What onebridge doctor finds");
	if (!findings->count) {
		page_element(page, "p", "Nothing.");
		return;
	}
	begin_sorted(page, "findings");
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
		put_heading(page, titles[i]);
	begin_rows(page);
	for (size_t i = 0; i < findings->count; i++)
		put_finding(page, &findings->all[i]);
	end_sorted(page);
}

static void put_warning(const char *text, void *data)
{
	page_element(data, "p", text);
}

int show_html(FILE *out, const char *title, const struct host_view *view,
	      const struct show_findings *findings)
{
	struct page page = page_open(out);

	put_page_head(&page, title);
	if (host_view_group_count(view)) {
		show_svg(&page, view);
		put_ports(&page, view);
	} else {
		page_element(&page, "p", "This host has no bridge.");
	}
	host_warning_find(view, put_warning, &page);
	put_findings(&page, findings);
	page_raw(&page, "<script>");
	page_raw(&page, script);
	page_raw(&page, "</script>\n");
	page_end(&page);
	page_end(&page);
	page_raw(&page, "\n");
	return page_close(&page) < 0 || ferror(out) ? -1 : 0;
}
