$(function(){$('.nav li').hover(function(){$(this).find('.sub').stop().slideDown(SPEED)},function(){$(this).find('.sub').stop().slideUp(SPEED)});
if(location.href.indexOf('art_NUMBER')<0){$('#cNUMBER').hide()}
var t=new Date().getTime();$.get('/hits/NUMBER.do?t='+t,function(d){$('#count').text(d<10?'<b>'+d+'</b>':d)})});
