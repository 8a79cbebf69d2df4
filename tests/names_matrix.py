"""The permission matrix of names: what is done with signatures and bylines.

"invited" is asked to sign by e-mail, has a byline that waits for her address and
a mandate for an organisation; "writer" signs the text, "editor" edits its site.
"""

ROLES = (
    "visitor",
    "stranger",
    "writer",
    "invited",
    "editor",
    "elsewhere",
    "superuser",
)
MATRIX = """
gesture               state      visitor stranger writer invited editor elsewhere superuser
GET signatories       draft      login   404      yes    404     404    404       404
GET signatories       published  login   404      yes    404     404    404       404
POST invite           draft      login   404      yes    404     404    404       404
POST invite           published  login   404      yes    404     404    404       404
POST credit_guest     draft      login   404      yes    404     404    404       404
POST credit_guest     published  login   404      yes    404     404    404       404
POST take_back_invite draft      login   404      yes    404     404    404       404
POST move_up          draft      login   404      yes    404     404    404       404
POST move_up          published  login   404      yes    404     404    404       404
GET preview           draft      login   404      yes    yes     404    404       404
GET write             draft      login   404      yes    404     404    404       404
GET article           draft      login   404      yes    404     404    404       404
GET signature         draft      login   404      404    yes     404    404       404
GET signature         published  login   404      404    yes     404    404       404
POST accept           draft      login   404      404    yes     404    404       404
POST accept           published  login   404      404    yes     404    404       404
POST decline          draft      login   404      404    yes     404    404       404
GET withdraw_name     published  login   404      yes    404     404    404       404
POST withdraw_name    draft      login   404      yes    404     404    404       404
POST withdraw_name    published  login   404      yes    404     404    404       404
GET correct           draft      login   404      404    404     404    404       404
GET correct           published  login   404      404    404     yes    404       yes
POST correct          published  login   404      404    404     yes    404       yes
POST hide_correction  published  login   404      404    404     yes    404       yes
GET invitations       draft      yes     yes      yes    yes     yes    yes       yes
POST claim            draft      login   404      404    yes     404    404       404
POST answer_member    draft      login   404      404    yes     404    404       404
GET contributions     draft      login   yes      yes    yes     yes    yes       yes
POST download         draft      login   none     none   none    none   none      none
GET merge_bylines     draft      login   404      404    404     404    404       yes
POST merge_bylines    draft      login   404      404    404     404    404       yes
GET members           draft      login   404      404    yes     404    404       yes
POST members          draft      login   404      404    yes     404    404       yes
POST end_mandate      draft      login   404      404    yes     404    404       yes
POST cancel_member    draft      login   404      404    yes     404    404       yes
"""
HEADER, *ROWS = (line.split() for line in MATRIX.strip().splitlines())
