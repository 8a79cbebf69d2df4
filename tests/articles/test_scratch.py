import time
from tests.builders import *
def test_a(entraide, armelle, bellevue, django_assert_num_queries):
    t=time.time(); a=make_article(entraide, by=armelle); print("article", time.time()-t)
    t=time.time(); p=make_picture(by=armelle); print("picture", time.time()-t)
    t=time.time(); r=read(bellevue, local(a)); print("read", time.time()-t, r.status_code)
    t=time.time(); r=read(bellevue, "/"); print("read", time.time()-t, r.status_code)
    t=time.time(); w=make_waiting(entraide, by=armelle); print("waiting", time.time()-t)
    t=time.time(); r=workshop_of(armelle).get(f"/ecrire/{w.pk}/"); print("desk", time.time()-t, r.status_code)
def test_b(maiwenn): pass
